package com.example.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.test.EffeExtension;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MarkdownTest {

    @RegisterExtension
    static final EffeExtension effe = EffeExtension.serving(new Markdown());

    @Test
    void rendersHeadingsAndTables() {
        HttpResponse<String> response = effe.post("/", "# Grüße\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(response.body()).startsWith("<h1>Grüße</h1>\n<table>").contains("<td>2</td>");
    }

    @Test
    void letsNoScriptThrough() {
        assertThat(effe.post("/", "<script>alert(1)</script>\n\n[x](javascript:alert(1))")
                        .body())
                .doesNotContain("<script>", "javascript:");
    }

    @Test
    void explainsItself() {
        assertThat(effe.get("/").body()).startsWith("Send Markdown, get HTML");
    }

    @Test
    void refusesOtherMethods() {
        HttpResponse<String> response =
                effe.send(HttpRequest.newBuilder(effe.uri("/")).DELETE());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD, POST");
    }
}
