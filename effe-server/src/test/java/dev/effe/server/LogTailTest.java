package dev.effe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The log tail of an invocation has the lines of that call and of no other, whatever ids clients send. */
class LogTailTest {

    private static final String ID = "8f2d3a52-7c1e-4f0a-9d3b-0123456789ab";
    private static final String INVOKE = "/2015-03-31/functions/echo/invocations";

    @TempDir
    Path folder;

    /** At it two calls meet, so that each logs while the other runs. */
    private final CyclicBarrier both = new CyclicBarrier(2);

    private InvokeTester effe;

    @BeforeEach
    void start() throws StartException {
        effe = InvokeTester.start(
                Logic.of((request, response) -> {
                    String secret = request.text();
                    LoggerFactory.getLogger("echo").info("first of {}", secret);
                    both.await(60, TimeUnit.SECONDS);
                    LoggerFactory.getLogger("echo").info("second of {}", secret);
                    both.await(60, TimeUnit.SECONDS);
                    response.text("1");
                }),
                folder);
    }

    @AfterEach
    void stop() {
        effe.close();
    }

    private CompletableFuture<HttpResponse<String>> attack(String... headers) {
        return effe.postAsync(INVOKE, "\"mine\"", headers);
    }

    private static void hasOwnLinesOnly(HttpResponse<String> answer, String own) {
        assertThat(answer.statusCode()).isEqualTo(200);
        String log = new String(
                Base64.getDecoder()
                        .decode(answer.headers().firstValue("X-Amz-Log-Result").orElseThrow()),
                UTF_8);
        assertThat(log.lines().filter(line -> line.contains(" of ")))
                .allSatisfy(line -> assertThat(line).endsWith(own))
                .hasSize(2);
    }

    @Test
    void twoCallsOfOneIdHaveNothingOfEachOther() {
        List<CompletableFuture<HttpResponse<String>>> answers = List.of(
                effe.postAsync(INVOKE, "\"hers\"", "X-Amz-Log-Type", "Tail", "x-amzn-RequestId", ID),
                attack("X-Amz-Log-Type", "Tail", "x-amzn-RequestId", ID));

        hasOwnLinesOnly(answers.get(0).join(), "\"hers\"");
        hasOwnLinesOnly(answers.get(1).join(), "\"mine\"");
    }

    @Test
    void theIdOfARequestByHttpOpensNoLog() {
        CompletableFuture<HttpResponse<String>> victim = effe.postAsync("/", "secret", "X-Request-Id", ID);

        hasOwnLinesOnly(attack("X-Amz-Log-Type", "Tail", "x-amzn-RequestId", ID).join(), "\"mine\"");
        assertThat(victim.join().headers().firstValue("X-Request-Id")).hasValue(ID);
    }

    @Test
    void anIdOfTheLogSaysNothingOfTheNext() {
        CompletableFuture<HttpResponse<String>> victim = effe.postAsync(INVOKE, "\"hers\"");
        hasOwnLinesOnly(attack("X-Amz-Log-Type", "Tail", "X-Request-Id", ID).join(), "\"mine\"");

        String id = victim.join().headers().firstValue("x-amzn-RequestId").orElseThrow();
        CompletableFuture<HttpResponse<String>> next = effe.postAsync(INVOKE, "\"hers\"");
        hasOwnLinesOnly(
                attack("X-Amz-Log-Type", "Tail", "x-amzn-RequestId", counted(id))
                        .join(),
                "\"mine\"");
        assertThat(next.join().headers().firstValue("x-amzn-RequestId").orElseThrow())
                .doesNotStartWith(id.substring(0, 24));
    }

    /** The id with its last digits counted up, as one would foresee it. */
    private static String counted(String id) {
        long number = Long.parseUnsignedLong(id.substring(24), 16);
        return id.substring(0, 24) + String.format("%012x", (number + 1) & 0xffff_ffff_ffffL);
    }
}
