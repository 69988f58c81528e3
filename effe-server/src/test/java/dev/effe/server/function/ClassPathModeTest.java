package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function on the class path of the server. */
final class ClassPathModeTest {

    @TempDir
    Path folder;

    private TestJars jars() {
        return TestJars.in(folder);
    }

    private static Optional<LoadedLogic> load(String logicClass, Path... classPath) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Path path : classPath) {
            urls.add(path.toUri().toURL());
        }
        ClassLoader server = ClassPathModeTest.class.getClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), server)) {
            return LogicLoader.load(FunctionSource.classPath(loader), logicClass);
        }
    }

    private static String origin(String logicClass, Path... classPath) throws Exception {
        return load(logicClass, classPath).orElseThrow().origin();
    }

    /** As effe.jar is shipped, with a Logic of its own. */
    private Path effe() throws IOException {
        return server().manifest("Effe-Function", "built-in").jar("effe.jar");
    }

    private TestJars server() {
        return jars().source(
                        "dev.effe.server.Hello",
                        "public class Hello implements dev.effe.Logic<Object> { public Object start() { return 1; }"
                                + " public void run(Object c, dev.effe.Request q, dev.effe.Response p) {} }");
    }

    @Test
    void hasNoFunctionInTheServersOwnJar() throws Exception {
        assertThat(load(null, effe())).isEmpty();
        assertThat(load(null, server().jar("effe-server.jar"))).isEmpty();
        assertThat(load(null, folder.resolve("missing.jar"))).isEmpty();
    }

    @Test
    void looksAtTheClassPathOfThisJava() {
        // Where the functions of the process tests are.
        assertThatThrownBy(() -> LogicLoader.load(FunctionSource.classPath(), null))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("com.acme.Acme")
                .hasMessageContaining("choose one with --logic NAME");
    }

    @Test
    void findsTheFunctionBesideTheServer() throws Exception {
        Path jar = jars().logic("Hello").jar("my.jar");
        Path classes = jars().logic("World").folder("classes");

        assertThat(origin(null, effe(), jar)).isEqualTo("com.acme.Hello on the class path");
        assertThat(origin(null, effe(), classes)).isEqualTo("com.acme.World on the class path");
    }

    @Test
    void findsTheFunctionInAFatJar() throws Exception {
        assertThat(origin(null, server().logic("Hello").jar("fat.jar"))).isEqualTo("com.acme.Hello on the class path");
    }

    @Test
    void findsTheFunctionInAJarThatAManifestNames() throws Exception {
        jars().logic("Hello").jar("my.jar");
        Path runner =
                jars().manifest("Class-Path", "effe.jar my.jar missing.jar").jar("runner.jar");

        assertThat(origin(null, effe(), runner)).isEqualTo("com.acme.Hello on the class path");
    }

    @Test
    void prefersWhatIsNamed() throws Exception {
        Path jar = jars().logic("A")
                .logic("B")
                .logic("C")
                .manifest("Effe-Logic", "com.acme.B")
                .file("META-INF/services/dev.effe.Logic", "com.acme.C")
                .jar("my.jar");
        Path services = jars().logic("A")
                .logic("C")
                .file("META-INF/services/dev.effe.Logic", "com.acme.C")
                .jar("services.jar");

        assertThat(origin("com.acme.A", effe(), jar)).startsWith("com.acme.A ");
        assertThat(origin(null, effe(), jar)).startsWith("com.acme.B ");
        assertThat(origin(null, effe(), services)).startsWith("com.acme.C ");
    }

    @Test
    void failsIfTheNamedClassIsMissing() {
        assertThatThrownBy(() ->
                        load("com.acme.Helo", effe(), jars().logic("Hello").jar("my.jar")))
                .isInstanceOf(LoadException.class)
                .hasMessage("com.acme.Helo, named by --logic, is not on the class path: name com.acme.Hello");
    }

    @Test
    void failsIfThereAreTwo() {
        assertThatThrownBy(() -> load(null, jars().logic("Hello").logic("World").jar("my.jar")))
                .isInstanceOf(LoadException.class)
                .hasMessage("the class path has 2 functions, com.acme.Hello, com.acme.World:"
                        + " choose one with --logic NAME, or with Effe-Logic in the manifest");
    }

    @Test
    void staysOpenWhenTheFunctionIsClosed() throws Exception {
        Path jar = jars().logic("Hello").file("text", "x").jar("my.jar");
        ClassLoader server = ClassPathModeTest.class.getClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, server)) {
            LogicLoader.load(FunctionSource.classPath(loader), null)
                    .orElseThrow()
                    .close();

            assertThat(loader.getResource("text")).isNotNull();
        }
    }
}
