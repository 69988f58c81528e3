package com.example.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.test.EffeExtension;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FeedTest {

    @RegisterExtension
    static final EffeExtension effe = EffeExtension.serving(new Feed());

    @Test
    void sendsEachEventAtOnce() throws Exception {
        HttpRequest endless = HttpRequest.newBuilder(effe.uri("/events?count=999999999&every=1"))
                .build();

        HttpResponse<Stream<String>> response = HttpClient.newHttpClient().send(endless, BodyHandlers.ofLines());

        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        try (Stream<String> lines = response.body()) {
            assertThat(lines.limit(5))
                    .containsExactly("id: 1", "data: {\"number\":1}", "", "id: 2", "data: {\"number\":2}");
        }
    }

    @Test
    void endsAfterTheLastEvent() {
        assertThat(effe.get("/events?count=2&every=0").body())
                .isEqualTo("id: 1\ndata: {\"number\":1}\n\nid: 2\ndata: {\"number\":2}\n\n");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(effe.get("/csv?rows=many").statusCode()).isEqualTo(400);
        assertThat(effe.get("/elsewhere").statusCode()).isEqualTo(404);
    }
}
