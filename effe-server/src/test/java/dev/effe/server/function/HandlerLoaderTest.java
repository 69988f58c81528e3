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
                HandlerLoader.load(FunctionSource.of(jar()), named("com.acme.Handler::handle"), () -> provider)) {
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

    /** Its loader is that of --logic, and no provider is asked. */
    @Test
    void makesALogicThatIsNamedLikeAHandler() throws Exception {
        HandlerLoader.Providers none = () -> {
            throw new LoadException("no provider");
        };
        TestJars jars = TestJars.in(folder)
                .logic("Base")
                .source("com.acme.Inherits", "public class Inherits extends Base {}")
                .source("com.acme.Plain", "public class Plain {}");
        FunctionSource source = FunctionSource.of(jars.jar("my.jar"));

        for (String name : new String[] {"com.acme.Base", "com.acme.Inherits"}) {
            assertThat(LogicLoader.isLogic(source, name)).isTrue();
            try (LoadedLogic made = HandlerLoader.load(source, named(name), none)) {
                assertThat(made.origin()).isEqualTo(name + " in my.jar");
                assertThat(made.logic().start()).isEqualTo("Base");
                assertThat(made.loader().getParent()).isSameAs(ClassLoader.getPlatformClassLoader());
            }
        }
        for (String name : new String[] {"com.acme.Plain", "com.acme.Base::run", "com.acme.None"}) {
            assertThat(LogicLoader.isLogic(source, name)).isFalse();
            assertThatThrownBy(() -> HandlerLoader.load(source, named(name), none))
                    .hasMessage("no provider");
        }
    }

    @Test
    void tellsTheLogicThatAStartWouldMake() throws Exception {
        assertThat(LogicLoader.onlyLogic(
                        FunctionSource.of(TestJars.in(folder).logic("Hello").jar("one.jar"))))
                .isEqualTo("com.acme.Hello");
        FunctionSource two = FunctionSource.of(
                TestJars.in(folder).logic("Hello").logic("Other").jar("two.jar"));
        assertThatThrownBy(() -> LogicLoader.onlyLogic(two))
                .isInstanceOf(LoadException.class)
                .hasMessageStartingWith("two.jar has 2 functions, com.acme.Hello, com.acme.Other");
    }

    @Test
    void putsThePlatformBetweenTheApiAndTheHandler() throws Exception {
        Provider provider = new Provider();

        try (LoadedLogic made =
                HandlerLoader.load(FunctionSource.of(jar()), named("com.acme.Handler"), () -> provider)) {
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

        assertThatThrownBy(() -> HandlerLoader.load(
                        FunctionSource.of(jar()), named("com.acme.Handler"), () -> new LogicProvider() {
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
        assertThatThrownBy(() -> HandlerLoader.load(source, named(handler), Provider::new))
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
