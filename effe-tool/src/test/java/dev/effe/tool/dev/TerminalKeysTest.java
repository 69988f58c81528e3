package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalKeysTest {

    private final AtomicInteger switched = new AtomicInteger();
    private final AtomicBoolean foreground = new AtomicBoolean(true);

    private TerminalKeys typed(String text) {
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return new TerminalKeys(in, foreground::get, switched::incrementAndGet);
    }

    @ParameterizedTest
    @CsvSource({"'t\n', 1", "'T\r\n', 1", "' t \nt\n', 2", "'tt\n', 0", "'test\n', 0", "'\n\n', 0", "'t', 0", "'é\n', 0"
    })
    void aLineOfTheLetterSwitches(String text, int times) throws Exception {
        typed(text).look();
        assertThat(switched).hasValue(times);
    }

    @Test
    void nothingIsReadInTheBackground() throws Exception {
        TerminalKeys keys = typed("t\n");
        foreground.set(false);
        keys.look();
        assertThat(switched).hasValue(0);
        foreground.set(true);
        keys.look();
        assertThat(switched).hasValue(1);
    }
}
