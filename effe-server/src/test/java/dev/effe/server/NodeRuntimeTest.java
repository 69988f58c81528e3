package dev.effe.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Node.js with Effe's own bootstrap. */
class NodeRuntimeTest extends RuntimeContract {

    static final String HANDLER = """
            import { writeFileSync } from 'node:fs';
            export const handler = async (event) => {
              switch (event.do) {
                case 'fail': throw new TypeError('no luck');
                case 'exit': process.exit(3);
                case 'hang': writeFileSync(`hanging${event.i ?? ''}`, ''); return new Promise(() => setInterval(() => {}, 1000));
                case 'big': return 'x'.repeat(event.n);
                case 'pid': return process.pid;
                case 'print': console.log('printed'); return null;
                case 'env': return process.env;
                default: return event;
              }
            };
            """;

    @Override
    String missing() {
        return has("node") ? "" : "node is not on PATH";
    }

    @Override
    List<String> settings(Path folder) throws IOException {
        Files.writeString(folder.resolve("index.mjs"), HANDLER);
        return List.of("runtime", "nodejs20.x", "handler", "index.handler", "function", folder.toString());
    }

    @Override
    List<String> brokenSettings(Path folder) throws IOException {
        Files.writeString(folder.resolve("index.mjs"), "export const handler = async => {{ nonsense");
        return List.of("runtime", "nodejs20.x", "handler", "index.handler", "function", folder.toString());
    }

    @Override
    String brokenError() {
        return "Runtime.UserCodeSyntaxError";
    }

    @Override
    String failure() {
        return "\"errorType\":\"TypeError\"";
    }

    @Test
    void tellsAnErrorBehindWhatWasStreamed() throws Exception {
        Files.writeString(folder.resolve("index.mjs"), """
                export const streamed = awslambda.streamifyResponse(async (event, answer) => {
                  await new Promise((written) => answer.write('first', written));
                  throw new TypeError('no luck');
                });
                """);
        List<String> settings =
                List.of("runtime", "nodejs20.x", "handler", "index.streamed", "function", folder.toString());
        try (RuntimeTester effe = RuntimeTester.start(settings)) {
            assertThat(new String(effe.stream("{}").body(), ISO_8859_1))
                    .containsSubsequence("PayloadChunk", "first", "InvokeComplete", "TypeError", "no luck");
        }
    }

    @Test
    void answersWhereTheHandlerDoesNot() throws Exception {
        Files.writeString(folder.resolve("index.js"), """
                exports.handler = (event) => {
                  switch (event.do) {
                    case 'nothing': return;
                    case 'wait': return new Promise(() => {});
                    case 'circle': event.itself = event; return event;
                    default: return Promise.resolve(event);
                  }
                };
                """);
        List<String> settings =
                List.of("runtime", "nodejs20.x", "handler", "index.handler", "function", folder.toString());
        try (RuntimeTester effe = RuntimeTester.start(settings)) {
            assertThat(effe.answer("{\"do\":\"nothing\"}")).isEqualTo("null");
            assertThat(effe.answer("{\"do\":\"wait\"}")).isEqualTo("null");
            assertThat(effe.error("{\"do\":\"circle\"}"))
                    .contains("Runtime.JSONStringifyError", "Unable to stringify response body");
            assertThat(effe.answer("{\"do\":\"echo\"}")).isEqualTo("{\"do\":\"echo\"}");
        }
    }
}
