package com.example.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.test.EffeExtension;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GuestbookTest {

    @RegisterExtension
    static final EffeExtension effe = EffeExtension.servingHandler("com.example.lambda.Guestbook");

    @Test
    void takesWhatTheFormSends() {
        HttpResponse<String> answer = effe.send(HttpRequest.newBuilder(effe.uri("/"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("entry=Hello+%3CEffe%3E+%C3%A9")));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/");
        HttpResponse<String> page = effe.get("/");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.body()).startsWith("<h1>Guestbook</h1>").contains("<p>Hello &lt;Effe> é</p>");
    }
}
