package dev.effe.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MissingModuleTest {

    private static final Set<String> OF_FUNCTIONS = Set.of(
            "jdk.httpserver",
            "jdk.jfr",
            "jdk.management",
            "jdk.net",
            "jdk.sctp",
            "jdk.security.auth",
            "jdk.security.jgss",
            "jdk.unsupported",
            "jdk.xml.dom");

    static Stream<ModuleDescriptor> modulesOfThisJava() {
        return ModuleFinder.ofSystem().findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(module -> module.name().startsWith("java.") || OF_FUNCTIONS.contains(module.name()))
                .filter(module -> !module.name().equals("java.base"));
    }

    @ParameterizedTest
    @MethodSource("modulesOfThisJava")
    void knowsEveryPackageThatAModuleExports(ModuleDescriptor module) {
        for (ModuleDescriptor.Exports exported : module.exports()) {
            if (!exported.isQualified()) {
                assertThat(MissingModule.of(exported.source() + ".Some"))
                        .as(exported.source())
                        .contains(module.name());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.util.List",
                "java.net.URI",
                "javax.net.ssl.SSLContext",
                "javax.xml.bind.JAXBContext",
                "javax.xml.ws.Service",
                "javax.servlet.http.HttpServlet",
                "javax.annotation.Nullable",
                "org.w3c.tidy.Tidy",
                "com.acme.Sql",
                "Hello",
                ""
            })
    void knowsThatAClassIsInNoneOfThem(String className) {
        assertThat(MissingModule.of(className)).isEmpty();
    }

    @Test
    void hasNoFixForWhatThisJavaHas() {
        assertThat(MissingModule.fix("java.sql.Driver")).isEmpty();
        assertThat(MissingModule.hint(new NoClassDefFoundError("java/sql/Driver")))
                .isEmpty();
    }

    @Test
    void hasNoHintForAnythingElse() {
        Throwable ring = new IllegalStateException("a", new NoClassDefFoundError());
        ring.getCause().initCause(ring);

        assertThat(MissingModule.hint(null)).isEmpty();
        assertThat(MissingModule.hint(ring)).isEmpty();
        assertThat(MissingModule.hint(new NoClassDefFoundError("a.".repeat(100_000))))
                .isEmpty();
        assertThat(MissingModule.hint(new NoClassDefFoundError() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("meant by the test");
                    }
                }))
                .isEmpty();
    }
}
