package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private static Problem of(Throwable cause) {
        return Problem.of(new Outcome.Failed(cause));
    }

    @Test
    void isValidJsonWhateverTheText() throws Exception {
        StringBuilder text = new StringBuilder("\"\\/\u2028\ud83d\ude00");
        for (char c = 0; c < 0x200; c++) {
            text.append(c);
        }
        byte[] json = of(new StatusException(400, text.toString())).json("id-1");
        assertThat(new ObjectMapper().readTree(json).get("detail").textValue()).isEqualTo(text.toString());
        json = of(new StatusException(400, "a\ud800b\udc00c\ud83d")).json("id-1");
        assertThat(new ObjectMapper().readTree(json).get("detail").textValue()).isEqualTo("a\ud800b\udc00c\ud83d");
    }

    @Test
    void saysNothingOfAFailure() {
        assertThat(of(new IllegalStateException("secret"))).isEqualTo(Problem.FUNCTION_ERROR);
        assertThat(of(new IllegalStateException(new StatusException(400, "secret"))))
                .isEqualTo(Problem.FUNCTION_ERROR);
    }

    @Test
    void hasAStatusForEachOutcome() {
        assertThat(Problem.of(Outcome.TIMED_OUT).status()).isEqualTo(504);
        for (Outcome.Rejection reason : Outcome.Rejection.values()) {
            Outcome rejected = new Outcome.Rejected(reason, Duration.ofMillis(2500));
            Problem problem = Problem.of(rejected);
            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.headers(rejected, new ResponseHeaders()).first("Retry-After"))
                    .isEqualTo("2");
        }
    }

    @Test
    void hasAStatusForEachRefusal() {
        for (Refusal refusal : Refusal.values()) {
            Problem problem = Problem.of(refusal, new Http1Limits(8192, 16384, 100, 1));
            assertThat(problem.status()).isEqualTo(refusal.status());
            assertThat(problem.title()).isNotEmpty();
            assertThat(Problem.headers(refusal, Map.of()).first("Allow") != null)
                    .isEqualTo(refusal.status() == 405);
        }
    }

    @Test
    void aStatusExceptionWithoutATextHasNoDetail() {
        assertThat(new String(of(new StatusException(400, null)).json("i"), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"urn:effe:error:status\",\"title\":\"Bad Request\",\"status\":400,"
                        + "\"instance\":\"i\",\"requestId\":\"i\"}\n");
    }
}
