package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bootstrap of bash and curl, as AWS's own tutorial has one. */
class BashRuntimeTest extends RuntimeContract {

    @Override
    String missing() {
        return has("bash") && has("curl") ? "" : "bash or curl is not on PATH";
    }

    @Override
    List<String> settings(Path folder) throws IOException {
        Files.writeString(folder.resolve("bootstrap"), """
                #!/usr/bin/env bash
                set -u
                base=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
                while true; do
                  event=$(curl -sS -D headers.$$ "$base/next") || exit 1
                  id=$(grep -Fi Lambda-Runtime-Aws-Request-Id headers.$$ | tr -d '[:space:]' | cut -d: -f2)
                  number() { sed -E "s/.*\\"$1\\":([0-9]+).*/\\\\1/" <<<"$event"; }
                  answer() { curl -sS -o /dev/null -X POST "$base/$id/response" --data-binary @-; }
                  case $event in
                    *'"fail"'*) curl -sS -o /dev/null "$base/$id/error" \\
                        -d '{"errorType":"Bash.Failure","errorMessage":"no luck"}';;
                    *'"exit"'*) exit 3;;
                    *'"hang"'*) i=$(number i); [ "$i" = "$event" ] && i=; touch "hanging$i"; sleep 3600;;
                    *'"big"'*) { printf '"'; head -c "$(number n)" /dev/zero | tr '\\0' x; printf '"'; } | answer;;
                    *'"pid"'*) printf %s $$ | answer;;
                    *'"print"'*) echo printed; printf begun; printf null | answer;;
                    *'"leave"'*) printf null | answer; sleep 1; exit 0;;
                    *'"env"'*) printf '"%s"' "$(env | cut -d= -f1 | paste -sd,)" | answer;;
                    *) printf %s "$event" | answer;;
                  esac
                done
                """);
        return List.of("runtime", "provided.al2023", "function", folder.toString());
    }

    @Override
    List<String> brokenSettings(Path folder) throws IOException {
        Files.writeString(folder.resolve("bootstrap"), "#!/usr/bin/env bash\nexit 7\n");
        return List.of("runtime", "provided", "function", folder.toString());
    }

    @Override
    String brokenError() {
        return "Runtime exited with error: exit status 7 before it asked for a call";
    }

    /** AWS's client for Java ends its process so if it cannot send an answer. */
    @Test
    void aCallThatADyingProcessHasNotTakenIsAnothers() throws Exception {
        try (RuntimeTester effe = start("max-contexts", "1")) {
            for (int i = 0; i < 3; i++) {
                assertThat(effe.answer("{\"do\":\"leave\"}")).isEqualTo("null");
                assertThat(effe.answer("{\"do\":\"echo\"}")).contains("echo");
            }
        }
    }

    /** AWS's client for Java prints so what a handler's logger is given. */
    @Test
    void aLineWithoutAnEndIsItsCallsToo() throws Exception {
        try (RuntimeTester effe = start()) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> answer = effe.invoke("{\"do\":\"print\"}", "X-Amz-Log-Type", "Tail");
                byte[] tail = Base64.getDecoder()
                        .decode(answer.headers().firstValue("X-Amz-Log-Result").orElseThrow());
                assertThat(new String(tail, StandardCharsets.UTF_8))
                        .startsWith("START ")
                        .contains("\nprinted\nbegun\nEND ");
            }
        }
    }

    @Override
    String failure() {
        return "\"errorType\":\"Bash.Failure\"";
    }
}
