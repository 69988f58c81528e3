package dev.effe.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailureTextTest {

    private static String text(Throwable failure) {
        failure.setStackTrace(new StackTraceElement[0]);
        return FailureText.of(failure);
    }

    @Test
    void tellsEachReasonOnce() {
        IOException reason = new IOException("no disk");

        assertThat(text(reason)).isEqualTo("java.io.IOException: no disk");
        assertThat(text(new RuntimeException(reason)))
                .isEqualTo("java.lang.RuntimeException: java.io.IOException: no disk");
        assertThat(text(new IllegalStateException("no start", new UncheckedIOException(reason))))
                .isEqualTo("java.lang.IllegalStateException: no start, caused by java.io.UncheckedIOException:"
                        + " java.io.IOException: no disk");
        assertThat(text(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void leavesOutWhatOnlyWraps() {
        IOException reason = new IOException("no disk");
        reason.setStackTrace(new StackTraceElement[0]);

        assertThat(text(new InvocationTargetException(new CompletionException(reason))))
                .isEqualTo("java.io.IOException: no disk");
        assertThat(text(new ExceptionInInitializerError(reason))).isEqualTo("java.io.IOException: no disk");
        assertThat(text(new ExceptionInInitializerError("alone"))).contains("ExceptionInInitializerError: alone");
    }

    @Test
    void endsWithChainsThatDoNot() {
        RuntimeException one = new RuntimeException("one");
        one.initCause(new RuntimeException("two", one));

        assertThat(text(one)).isEqualTo("java.lang.RuntimeException: one, caused by java.lang.RuntimeException: two");
        assertThat(text(new RuntimeException("x".repeat(1_000_000)))).hasSizeLessThan(2100);
    }

    @Test
    void tellsWhereTheFunctionWas() {
        RuntimeException failure = new RuntimeException("no");
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("java.util.Objects", "requireNonNull", "Objects.java", 1),
            new StackTraceElement("com.acme.Hello", "init", "Hello.java", 12),
            new StackTraceElement("com.acme.Hello", "other", "Hello.java", 13)
        });

        assertThat(FailureText.of(failure))
                .isEqualTo("java.lang.RuntimeException: no, at com.acme.Hello.init(Hello.java:12)");
    }

    @Test
    void survivesAFailureThatCannotBeTold() {
        RuntimeException untold = new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException();
            }
        };

        assertThat(text(untold)).isEqualTo(untold.getClass().getName());
    }

    @Test
    void saysThatTheFunctionSeesItsOwnJarsOnly() {
        assertThat(FailureText.hint(new IOException(new NoClassDefFoundError("org/x/Y"))))
                .contains("its own jars only");
        assertThat(FailureText.hint(new NoClassDefFoundError("Could not initialize class org.x.Y")))
                .isEmpty();
        assertThat(FailureText.hint(new IOException("no disk"))).isEmpty();
    }
}
