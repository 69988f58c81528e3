package dev.effe.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.settings.LogLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogWatchTest {

    private static final Logger log = LoggerFactory.getLogger("com.example.Watched");

    @BeforeEach
    void outputShowsLittle() {
        Logs.level(LogLevel.ERROR);
    }

    @AfterEach
    void outputIsAsItWas() {
        Logs.level(LogLevel.INFO);
    }

    @Test
    void keepsInfoWhateverTheOutputShows() {
        try (LogWatch watch = LogWatch.begin(10_000)) {
            log.debug("too little");
            log.info("told of {}", 7);
            log.warn("warned");
            assertThat(watch.text().lines())
                    .satisfiesExactly(
                            line -> assertThat(line).endsWith(" INFO  Watched - told of 7"),
                            line -> assertThat(line).endsWith(" WARN  Watched - warned"));
        }
        assertThat(log.isInfoEnabled()).isFalse();
    }

    @Test
    void keepsWhatTheLevelOfTheOutputAddsToo() {
        Logs.level(LogLevel.DEBUG);
        try (LogWatch watch = LogWatch.begin(10_000)) {
            log.debug("much");
            assertThat(watch.text()).contains("DEBUG Watched - much");
            Logs.level(LogLevel.ERROR);
            log.debug("too much");
            log.info("enough");
            assertThat(watch.text()).contains("enough").doesNotContain("too much");
        }
    }

    @Test
    void keepsWhatCallsPrintAndNothingElseThatIsPrinted() {
        try (LogWatch watch = LogWatch.begin(10_000)) {
            System.out.println("by nobody");
            CallLog call = CallLog.enter("", "r-1", null);
            System.out.println("by a call");
            System.err.print("its error");
            call.leave();
            System.out.println("after the call");
            assertThat(watch.text()).isEqualTo("[r-1] by a call\n[r-1] its error");
        }
    }

    @Test
    void endsForItselfAlone() {
        LogWatch first = LogWatch.begin(10_000);
        try (LogWatch second = LogWatch.begin(10_000)) {
            log.info("both");
            first.close();
            first.close();
            log.info("second");
            assertThat(first.text()).contains("both").doesNotContain("second");
            assertThat(second.text()).contains("both", "second");
        }
        log.info("nobody");
        assertThat(first.text()).doesNotContain("nobody");
    }

    @Test
    void keepsTheEndOfTooMuch() {
        try (LogWatch watch = LogWatch.begin(1000)) {
            for (int i = 0; i < 1000; i++) {
                log.info("line {}", i);
            }
            assertThat(watch.text()).hasSize(1000).endsWith("line 999\n").doesNotContain("line 900\n");
        }
    }
}
