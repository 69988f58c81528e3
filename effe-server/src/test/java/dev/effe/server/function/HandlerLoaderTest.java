package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Logic;
import dev.effe.spi.HandlerSpec;
import dev.effe.spi.HttpEvents;
import dev.effe.spi.LogicProvider;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handlers of other platforms, and what their provider is given. */
final class HandlerLoaderTest {

    private static final HttpEvents HTTP = new HttpEvents(HttpEvents.Shape.ALB, true);
    private static final Logic<?> PROVIDED = Logic.of((request, response) -> {});

    @TempDir
    Path folder;

    /** Remembers what it was given. */
    private static final class Provider implements LogicProvider {
        private ClassLoader api;
        private ClassLoader platform;
        private HandlerSpec handler;
        private ClassLoader context;

        @Override
        public ClassLoader platform(ClassLoader shown) {
            api = shown;
            platform = new ClassLoader("platform", shown) {};
            return platform;
        }

        @Override
        public Logic<?> provide(HandlerSpec spec) {
            handler = spec;
            context = Thread.currentThread().getContextClassLoader();
            return PROVIDED;
        }
    }

    private static NamedHandler named(String handler) {
        return new NamedHandler(handler, Optional.of("f"), 5, false, HTTP, true);
    }

    private Path jar() throws Exception {
        return TestJars.in(folder)
                .source("com.acme.Handler", "public class Handler {}")
                .jar("my.jar");
    }

    @Test
    void letsTheProviderMakeTheFunction() throws Exception {
        Provider provider = new Provider();

        try (LoadedLogic made =
                HandlerLoader.load(FunctionSource.of(jar()), named("com.acme.Handler::handle"), provider)) {
            assertThat(made.logic()).isSameAs(PROVIDED);
            assertThat(made.origin()).isEqualTo("com.acme.Handler::handle in my.jar");
            assertThat(made.loader()).isSameAs(provider.handler.loader());
            assertThat(provider.handler.name()).isEqualTo("com.acme.Handler::handle");
            assertThat(provider.handler.functionName()).contains("f");
            assertThat(provider.handler.folder().resolve("com/acme/Handler.class"))
                    .exists();
            assertThat(provider.handler.http()).isSameAs(HTTP);
            assertThat(provider.handler.maxContexts()).isEqualTo(5);
            assertThat(provider.context).isSameAs(made.loader());
        }
    }

    @Test
    void putsThePlatformBetweenTheApiAndTheHandler() throws Exception {
        Provider provider = new Provider();

        try (LoadedLogic made = HandlerLoader.load(FunctionSource.of(jar()), named("com.acme.Handler"), provider)) {
            assertThat(made.loader().getParent()).isSameAs(provider.platform);
            assertThat(made.loader().loadClass("com.acme.Handler").getClassLoader())
                    .isSameAs(made.loader());
            assertThat(provider.api.loadClass("dev.effe.Logic")).isSameAs(Logic.class);
            assertThat(provider.api.loadClass("java.sql.Connection")).isNotNull();
            assertThatThrownBy(() -> provider.api.loadClass("io.netty.buffer.ByteBuf"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void givesTheProvidersReason() {
        Exception reason = new Exception("no such\nthing");

        assertThatThrownBy(() ->
                        HandlerLoader.load(FunctionSource.of(jar()), named("com.acme.Handler"), new LogicProvider() {
                            @Override
                            public ClassLoader platform(ClassLoader api) {
                                return api;
                            }

                            @Override
                            public Logic<?> provide(HandlerSpec handler) throws Exception {
                                throw reason;
                            }
                        }))
                .isInstanceOf(LoadException.class)
                .hasMessage("com.acme.Handler: no such thing")
                .hasCause(reason);
    }

    private void assertRefused(TestJars jars, String handler, String message) throws Exception {
        FunctionSource source = FunctionSource.of(jars.jar("my.jar"));
        assertThatThrownBy(() -> HandlerLoader.load(source, named(handler), new Provider()))
                .isInstanceOf(LoadException.class)
                .hasMessage(message);
    }

    @Test
    void namesTheHandlersThatAreThere() throws Exception {
        String aws = "com.amazonaws.services.lambda.runtime.";
        TestJars jars = TestJars.in(folder)
                .source(aws + "RequestHandler", "public interface RequestHandler<I, O> {}")
                .source(
                        "com.acme.Base",
                        "public abstract class Base implements " + aws + "RequestHandler<String, String> {}")
                .source("com.acme.One", "public class One extends Base { public static class Two extends Base {} }")
                .source("com.acme.Hidden", "class Hidden extends Base {}");
        String names = "com.acme.One, com.acme.One$Two";

        assertRefused(jars, "One", "One, named by --handler, is not in my.jar: name " + names);
        assertRefused(jars, "com.acme.None::run", "com.acme.None, named by --handler, is not in my.jar: name " + names);
        assertRefused(
                jars,
                "com.acme.One.run",
                "com.acme.One.run, named by --handler, is not in my.jar: write com.acme.One::run");
        assertRefused(
                jars,
                "com.acme.One.Two",
                "com.acme.One.Two, named by --handler, is not in my.jar: write com.acme.One$Two");
    }

    @Test
    void saysWhyAClassCannotBeLoaded() throws Exception {
        TestJars jars = TestJars.in(folder)
                .source("com.acme.Base", "public class Base {}")
                .source("com.acme.Handler", "public class Handler extends Base {}")
                .without("com.acme.Base");

        assertRefused(
                jars,
                "com.acme.Handler",
                "com.acme.Handler (in my.jar) needs com.acme.Base, which is not in my.jar: build a fat jar, or use a"
                        + " folder with the jar and what it needs in lib/");
    }
}
