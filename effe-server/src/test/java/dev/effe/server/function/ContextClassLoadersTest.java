package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ContextClassLoadersTest {

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final ClassLoader other = new URLClassLoader(new URL[0]);

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void setsAndRestores() {
        ClassLoader previous = ContextClassLoaders.enter(other);
        assertThat(previous).isSameAs(before);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(other);

        ContextClassLoaders.exit(previous);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void restoresNone() {
        Thread.currentThread().setContextClassLoader(null);

        ClassLoader previous = ContextClassLoaders.enter(other);
        ContextClassLoaders.exit(previous);

        assertThat(previous).isNull();
        assertThat(Thread.currentThread().getContextClassLoader()).isNull();
    }
}
