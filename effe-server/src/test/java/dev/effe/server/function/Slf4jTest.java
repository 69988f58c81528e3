package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.CoreConstants;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Which SLF4J a function logs through, by what its package has. */
final class Slf4jTest {

    private static final String PROVIDERS = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
    private static final Path API = TestJars.home(LoggerFactory.class);
    private static final Path LOGBACK = TestJars.home(LoggerContext.class);
    private static final Path LOGBACK_CORE = TestJars.home(CoreConstants.class);

    @TempDir
    Path folder;

    private TestJars probe() {
        return TestJars.in(folder)
                .logic("Probe", "public Object factory() { return org.slf4j.LoggerFactory.getILoggerFactory(); }");
    }

    private static Path with(Path function, Path... libraries) throws IOException {
        Path lib = Files.createDirectories(function.resolve("lib"));
        for (Path library : libraries) {
            Files.copy(library, lib.resolve(library.getFileName()));
        }
        return function;
    }

    /** The one that the function's classes get loggers from. */
    private static Object factory(Path function) throws Exception {
        try (LoadedLogic loaded =
                LogicLoader.load(FunctionSource.of(function), "com.acme.Probe").orElseThrow()) {
            Object logic = loaded.logic();
            return logic.getClass().getMethod("factory").invoke(logic);
        }
    }

    private static Object servers() {
        return LoggerFactory.getILoggerFactory();
    }

    private static void assertOwnLogback(Object factory) {
        assertThat(factory.getClass().getName()).isEqualTo(LoggerContext.class.getName());
        assertThat(factory).isNotInstanceOf(LoggerContext.class);
        assertThat(factory.getClass().getInterfaces())
                .extracting(Class::getClassLoader)
                .contains(factory.getClass().getClassLoader());
    }

    @Test
    void isTheServersWithoutAProvider() throws Exception {
        assertThat(factory(probe().folder("none"))).isSameAs(servers());
        assertThat(factory(with(probe().folder("api"), API))).isSameAs(servers());
    }

    @Test
    void isThePackagesWithAProvider() throws Exception {
        List<Object> before = servers("lines");

        assertOwnLogback(factory(with(probe().folder("own"), API, LOGBACK, LOGBACK_CORE)));

        assertThat(servers("lines")).isEqualTo(before);
    }

    private static List<Object> servers(String appender) {
        LoggerContext context = (LoggerContext) servers();
        List<Object> state = new ArrayList<>();
        state.add(context.isStarted());
        state.add(context.getLogger("ROOT").getLevel());
        state.add(context.getLogger("ROOT").getAppender(appender));
        assertThat(state).doesNotContainNull();
        return state;
    }

    @Test
    void isLentToAProviderWithoutIt() throws Exception {
        assertOwnLogback(factory(with(probe().folder("lent"), LOGBACK, LOGBACK_CORE)));
    }

    @Test
    void isTheServersWhereTheServicesFileNamesNobody() throws Exception {
        TestJars jars = probe().file(PROVIDERS, "\n  # none\n");

        assertThat(factory(with(jars.folder("nobody"), API))).isSameAs(servers());
    }

    @Test
    void isThePackagesWithABindingOfVersion17() throws Exception {
        TestJars jars = version17().source("org.slf4j.impl.StaticLoggerBinder", "public class StaticLoggerBinder {}");

        assertThat(factory(jars.folder("bound"))).hasToString("of 1.7");
    }

    /** A provider of 2.0 is none for 1.7, nor a binding of 1.7 one for 2.0. */
    @Test
    void isTheServersWhereNothingFitsTheApi() throws Exception {
        Path old = version17().file(PROVIDERS, "com.acme.Provider").jar("provider-for-1.7.jar");
        try (FunctionClassLoader loader = loader(old)) {
            assertThat(loader.loadClass(LoggerFactory.class.getName())).isSameAs(LoggerFactory.class);
        }

        TestJars jars = probe().source("org.slf4j.impl.StaticLoggerBinder", "public class StaticLoggerBinder {}");
        assertThat(factory(with(jars.folder("binding-for-2.0"), API))).isSameAs(servers());
    }

    private TestJars version17() {
        return probe().source("org.slf4j.ILoggerFactory", "public interface ILoggerFactory {}")
                .source(
                        "org.slf4j.LoggerFactory",
                        "public class LoggerFactory implements ILoggerFactory {"
                                + " public static ILoggerFactory getILoggerFactory() { return new LoggerFactory(); }"
                                + " public String toString() { return \"of 1.7\"; } }");
    }

    /** Below what shows the API, as a handler's. */
    private FunctionClassLoader loader(Path... jars) throws IOException {
        ClassLoader server = getClass().getClassLoader();
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        return new FunctionClassLoader("handler", urls, FunctionClassLoader.api(server), server, null);
    }

    @Test
    void isThePackagesForAHandlerToo() throws Exception {
        try (FunctionClassLoader loader = loader(API, LOGBACK, LOGBACK_CORE)) {
            for (String own : List.of("org.slf4j.Logger", "org.slf4j.spi.SLF4JServiceProvider")) {
                assertThat(loader.loadClass(own).getClassLoader()).isSameAs(loader);
            }
            assertThat(loader.loadClass("dev.effe.Logic").getClassLoader())
                    .isSameAs(getClass().getClassLoader());
        }
        try (FunctionClassLoader loader = loader(API)) {
            assertThat(loader.loadClass("org.slf4j.Logger")).isSameAs(org.slf4j.Logger.class);
        }
    }
}
