package dev.effe.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A web application by way of aws-serverless-java-container, as it runs on AWS Lambda. */
class WebFrameworkIT {

    private static final List<String> LIBRARIES = List.of(
            "/serverless/", "/glassfish/", "/jakarta/", "/jackson/", "/javassist/", "/commons-", "/aopalliance");

    @TempDir
    Path folder;

    private static HttpResponse<byte[]> send(
            EffeServer effe, String method, String target, byte[] body, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(effe.endpoint() + target))
                .method(method, BodyPublishers.ofByteArray(body))
                .headers(headers)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"dev.effe.compat.PetsUrlHandler, v2", "dev.effe.compat.PetsRestHandler, v1"})
    void isServed(String handler, String shape) throws Exception {
        Path function = FunctionFolder.pack(
                folder.resolve("function"),
                jar -> LIBRARIES.stream().anyMatch(jar::contains),
                Pets.class,
                PetsUrlHandler.class,
                PetsRestHandler.class);
        List<String> arguments =
                List.of("--function", function.toString(), "--handler", handler, "--http-event", shape);
        try (EffeServer effe = EffeServer.start(folder, Map.of(), arguments)) {
            assertThat(text(send(effe, "GET", "/pets?name=Rex&name=a%26b", new byte[0], "Cookie", "last=1; b=2")))
                    .isEqualTo("{\"last\":\"1\",\"names\":[\"Rex\",\"a&b\"]}");

            byte[] pet = "{\"name\":\"Rex\"}".getBytes(StandardCharsets.UTF_8);
            HttpResponse<byte[]> put = send(effe, "PUT", "/pets/a%2Fb%20c", pet, "Content-Type", "application/json");
            assertThat(put.statusCode()).isEqualTo(201);
            assertThat(text(put)).isEqualTo("{\"id\":\"a/b c\",\"name\":\"Rex\"}");
            assertThat(put.headers().firstValue("Set-Cookie").orElse("")).startsWith("last=7");

            byte[] form = "a=1&a=2+x".getBytes(StandardCharsets.UTF_8);
            assertThat(text(send(
                            effe, "POST", "/pets/form", form, "Content-Type", "application/x-www-form-urlencoded")))
                    .isEqualTo("1|2 x");

            byte[] binary = {0, 1, (byte) 0xff, 'x'};
            assertThat(send(effe, "POST", "/pets/bytes", binary, "Content-Type", "application/octet-stream")
                            .body())
                    .isEqualTo(binary);

            assertThat(send(effe, "GET", "/none", new byte[0], "Accept", "*/*").statusCode())
                    .isEqualTo(404);
        }
    }
}
