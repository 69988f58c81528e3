package dev.effe.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.settings.LogLevel;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogLevelsTest {

    private static final LogLevels.Type TYPE = new LogLevels.Type();

    private final Logger below = LoggerFactory.getLogger("com.acme.leveled.Orders");
    private final LogLevels before = Logs.levels();

    @AfterEach
    void restore() {
        Logs.levels(before);
    }

    @Test
    void readsWhatItWrites() {
        String text = "warn,com.acme=debug,com.acme.Orders=trace";
        LogLevels levels = TYPE.parse(text);
        assertThat(levels).hasToString(text);
        assertThat(levels.of("com.acme.Orders")).isEqualTo(LogLevel.TRACE);
        assertThat(levels.of("com.acme.Orders.Inner")).isEqualTo(LogLevel.TRACE);
        assertThat(levels.of("com.acme.Ordersx")).isEqualTo(LogLevel.DEBUG);
        assertThat(levels.of("com.acmex")).isEqualTo(LogLevel.WARN);
        assertThat(levels.of("")).isEqualTo(LogLevel.WARN);
    }

    @Test
    void isBounded() {
        String many = IntStream.range(0, 100).mapToObj(i -> "l" + i + "=warn").collect(Collectors.joining(","));
        assertThat(TYPE.parse("info," + many))
                .extracting(LogLevels::own)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .hasSize(100);
        assertThat(TYPE.parse("info,more=warn," + many)).isNull();
        assertThat(TYPE.parse("x".repeat(257) + "=warn")).isNull();
        assertThat(TYPE.parse("x".repeat(256) + "=warn")).isNotNull();
        assertThat(TYPE.parse("ROOT=warn")).isNull();
    }

    @Test
    void loggersHaveTheirLevelUntilItIsTakenBack() {
        Logs.levels(new LogLevels(LogLevel.WARN, Map.of("com.acme.leveled", LogLevel.DEBUG)));
        assertThat(below.isDebugEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("com.acme").isInfoEnabled()).isFalse();
        Logs.levels(LogLevels.of(LogLevel.WARN));
        assertThat(below.isInfoEnabled()).isFalse();
        assertThat(below.isWarnEnabled()).isTrue();
    }

    @Test
    void theQuietPoolOfConnectionsIsQuietAgain() {
        Logger pool = LoggerFactory.getLogger("com.zaxxer.hikari");
        Logs.levels(new LogLevels(LogLevel.INFO, Map.of("com.zaxxer.hikari", LogLevel.DEBUG)));
        assertThat(pool.isDebugEnabled()).isTrue();
        Logs.levels(LogLevels.of(LogLevel.INFO));
        assertThat(pool.isWarnEnabled()).isFalse();
    }

    @Test
    void aWatchSeesInfoWhateverALoggersLevelIs() {
        Logs.levels(new LogLevels(LogLevel.INFO, Map.of("com.acme.leveled", LogLevel.ERROR)));
        try (LogWatch watch = LogWatch.begin(100_000)) {
            below.info("seen by the watch");
            assertThat(watch.text()).contains("seen by the watch");
        }
        assertThat(below.isWarnEnabled()).isFalse();
    }
}
