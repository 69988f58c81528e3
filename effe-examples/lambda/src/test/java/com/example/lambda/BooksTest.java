package com.example.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.test.EffeExtension;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BooksTest {

    @RegisterExtension
    static final EffeExtension effe = EffeExtension.servingHandler("com.example.lambda.Books");

    @Test
    void findsBooks() {
        assertThat(effe.get("/books?title=Java").body()).contains("\"9780134685991\":\"Effective Java\"");
        assertThat(effe.get("/books?title=Cobol").body()).isEqualTo("{}");
        assertThat(effe.get("/books/9780134685991").body())
                .isEqualTo("{\"isbn\":\"9780134685991\",\"title\":\"Effective Java\"}");
    }

    @Test
    void saysWhatIsNotThere() {
        HttpResponse<String> answer = effe.get("/books/7");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"message\":\"No book 7\"}");
    }

    @Test
    void addsABook() {
        HttpResponse<String> answer = effe.send(HttpRequest.newBuilder(effe.uri("/books/9780321349606"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"title\":\"Concurrency in Practice\"}")));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Set-Cookie")).contains("last=9780321349606; Path=/; HttpOnly");
        assertThat(effe.get("/books/9780321349606").body()).contains("Concurrency in Practice");
    }

    @Test
    void failsAsOnAws() {
        HttpResponse<String> answer = effe.send(HttpRequest.newBuilder(effe.uri("/books/1"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("no json")));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).isEqualTo("Internal Server Error");
    }
}
