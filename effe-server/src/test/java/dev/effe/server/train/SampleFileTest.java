package dev.effe.server.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleFileTest {

    @TempDir
    Path folder;

    @Test
    void readsEachRequestWithItsDefaults() throws IOException {
        assertThat(read("""
                [{"path": "/a?b=c"},
                 {"path": "/", "body": "text"},
                 {"method": "PUT", "path": "/x", "headers": {"content-type": "a/b", "X-N": 1}, "body": {"k": [1, null]}},
                 {"path": "/y", "body": [true]}]
                """))
                .containsExactly(
                        new SampleRequest("GET", "/a?b=c", Map.of(), ""),
                        new SampleRequest("POST", "/", Map.of(), "text"),
                        new SampleRequest("PUT", "/x", Map.of("content-type", "a/b", "X-N", "1"), "{\"k\":[1,null]}"),
                        new SampleRequest("POST", "/y", Map.of("Content-Type", "application/json"), "[true]"));
    }

    @Test
    void hasAGetAndAPostWhereThereIsNoFile() throws IOException {
        assertThat(SampleFile.read(new Samples(Optional.empty())))
                .extracting(SampleRequest::toString)
                .containsExactly("GET /", "POST /");
    }

    @Test
    void writesRequestsAsHttpHasThem() {
        SampleRequest request = new SampleRequest("POST", "/p", Map.of("A", "b"), "h\u00e9");

        assertThat(new String(request.message(), StandardCharsets.UTF_8))
                .isEqualTo("POST /p HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nA: b\r\n"
                        + "Content-Length: 3\r\n\r\nh\u00e9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                     | must hold a JSON list of 1 to 1000 requests
            {"path": "/"}                          | must hold a JSON list of 1 to 1000 requests
            [{"path": "/"}                         | (line 1, column
            [1]                                    | request 1: must be an object with a path
            [{"path": "/"}, {"paht": "/"}]         | request 2: paht is unknown
            [{"path": "a"}]                        | request 1: path must begin with /
            [{"path": "/a b"}]                     | request 1: path must begin with /
            [{"path": "/", "method": "get"}]       | request 1: method must be in capital letters
            [{"path": 7}]                          | request 1: path must be a text
            [{"path": "/", "headers": "a"}]        | request 1: headers must be an object
            [{"path": "/", "headers": {"a:": ""}}] | request 1: header a: must be
            [{"path": "/", "headers": {"a": "\\n"}}] | request 1: header a must be
            """)
    void saysWhatIsWrong(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("requests.json")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThatThrownBy(() -> SampleFile.read(new Samples(Optional.of(folder.resolve("none.json")))))
                .hasMessageEndingWith("none.json does not exist: name a file of sample requests with --train");
    }

    private List<SampleRequest> read(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("requests.json"), json);
        return SampleFile.read(new Samples(Optional.of(file)));
    }
}
