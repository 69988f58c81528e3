package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The wall between a function and the server, and what is left when a function is closed. */
final class FunctionClassLoaderTest {

    @TempDir
    Path folder;

    private TestJars jars() {
        return TestJars.in(folder);
    }

    private static LoadedLogic load(Path function) throws LoadException {
        return LogicLoader.load(FunctionSource.of(function), null).orElseThrow();
    }

    /** The output of the code that a function runs. */
    private Object run(TestJars jars, String expression) throws Exception {
        Path jar = jars.source(
                        "com.acme.Probe",
                        "public class Probe implements dev.effe.Logic<Object> {"
                                + " public Object start() throws Exception { return " + expression + "; }"
                                + " public void run(Object c, dev.effe.Request q, dev.effe.Response p) {} }")
                .jar("probe.jar");
        try (LoadedLogic loaded = load(jar)) {
            return loaded.logic().start();
        }
    }

    @Test
    void showsNothingElseOfTheServer() throws Exception {
        for (String hidden : List.of(
                "dev.effe.server.function.LogicLoader",
                "io.netty.buffer.ByteBuf",
                "com.fasterxml.jackson.databind.ObjectMapper",
                "ch.qos.logback.classic.Logger",
                "org.junit.jupiter.api.Test")) {
            assertThat(Class.forName(hidden)).isNotNull();
            assertThatThrownBy(() -> run(jars(), "Class.forName(\"" + hidden + "\")"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void showsTheJdkTheApiAndSlf4j() throws Exception {
        for (String shared : List.of(
                "java.sql.Connection",
                "java.net.http.HttpClient",
                "dev.effe.Logic",
                "dev.effe.spi.LogicProvider",
                "org.slf4j.LoggerFactory",
                "org.slf4j.spi.SLF4JServiceProvider")) {
            assertThat(run(jars(), "Class.forName(\"" + shared + "\")")).isSameAs(Class.forName(shared));
        }
    }

    @Test
    void letsTheFunctionBringItsOwnVersionOfWhatTheServerHas() throws Exception {
        for (String own : List.of(
                "com.fasterxml.jackson.databind.ObjectMapper",
                "ch.qos.logback.classic.Logger",
                "dev.effe.server.function.LogicLoader")) {
            TestJars jars = jars().source(
                            own,
                            "public class " + own.substring(own.lastIndexOf('.') + 1)
                                    + " { public String toString() { return \"own\"; } }");

            assertThat(run(jars, "new " + own + "().toString()")).isEqualTo("own");
        }
    }

    @Test
    void takesAnExtensionOfSlf4jFromTheFunction() throws Exception {
        TestJars jars = jars().source("org.slf4j.bridge.Bridge", "public class Bridge {}");

        assertThat(run(jars, "new org.slf4j.bridge.Bridge().getClass().getClassLoader().getName()"))
                .isEqualTo("function probe.jar");
    }

    @Test
    void hidesTheServersResources() throws Exception {
        ClassLoader server = getClass().getClassLoader();
        try (LoadedLogic loaded =
                load(jars().logic("Hello").file("own.txt", "own").jar("my.jar"))) {
            for (String hidden : List.of(
                    "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
                    "META-INF/services/com.fasterxml.jackson.core.ObjectCodec",
                    "dev/effe/server/function/LogicLoader.class")) {
                assertThat(server.getResource(hidden)).as(hidden).isNotNull();
                assertThat(loaded.loader().getResource(hidden)).as(hidden).isNull();
                assertThat(Collections.list(loaded.loader().getResources(hidden)))
                        .isEmpty();
            }
            assertThat(loaded.loader().getResource("own.txt")).isNotNull();
            assertThat(loaded.loader().getResource("java/lang/Object.class")).isNotNull();
        }
    }

    @Test
    void loadsWhatReplacedTheJar() throws Exception {
        Path jar = jars().logic("Hello").file("text", "old").jar("my.jar");
        LoadedLogic old = load(jar);
        assertThat(textOf(old)).isEqualTo("old");

        Path newer = jars().logic("World").file("text", "new").jar("next.jar");
        Files.move(newer, jar, StandardCopyOption.REPLACE_EXISTING);

        try (LoadedLogic loaded = load(jar)) {
            assertThat(loaded.logic().start()).isEqualTo("World");
            assertThat(textOf(old)).isEqualTo("old");
            assertThat(textOf(loaded)).isEqualTo("new");
            old.close();
            assertThat(textOf(loaded)).isEqualTo("new");
        }
    }

    @Test
    void neverMixesOldClassesAndNewResources() throws Exception {
        Path jar = jars().logic("Hello")
                .source("com.acme.Late", "public class Late {}")
                .file("text", "old")
                .file("a b/\u00fc#.txt", "odd")
                .jar("my.jar");
        for (Path newer :
                Arrays.asList(jars().logic("World").file("text", "newer").jar("next.jar"), null)) {
            LoadedLogic loaded = load(jar);
            Path kept = Files.copy(jar, folder.resolve("kept.jar"));
            JarURLConnection before = connection(loaded, "text");
            before.getJarFile().close();
            if (newer == null) {
                Files.delete(jar);
            } else {
                Files.move(newer, jar, StandardCopyOption.REPLACE_EXISTING);
            }

            assertThat(textOf(loaded)).isEqualTo("old");
            assertThat(loaded.loader().getResourceAsStream("text")).hasContent("old");
            assertThat(loaded.loader().getResourceAsStream("a b/\u00fc#.txt")).hasContent("odd");
            assertThat(Collections.list(loaded.loader().getResources("text"))).hasSize(1);
            assertThat(loaded.loader().loadClass("com.acme.Late")).isNotNull();
            JarURLConnection after = connection(loaded, "text");
            assertThat(after.getContentLength()).isEqualTo(3);
            assertThat(after.getJarEntry().getName()).isEqualTo("text");
            assertThatThrownBy(after::getJarFile)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("my.jar");
            assertThatThrownBy(() -> new URL(after.getURL(), "none").openStream())
                    .isInstanceOf(FileNotFoundException.class);
            loaded.close();
            assertThatThrownBy(after::getInputStream).isInstanceOf(IOException.class);
            Files.move(kept, jar, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static JarURLConnection connection(LoadedLogic loaded, String name) throws IOException {
        return (JarURLConnection) loaded.loader().getResource(name).openConnection();
    }

    @Test
    void readsOtherJarsAsEverBesideItsOwn() throws Exception {
        Path other = jars().file("text", "other").jar("other.jar");
        try (LoadedLogic loaded = load(jars().logic("Hello").file("text", "own").jar("my.jar"))) {
            URL own = loaded.loader().getResource("text");
            assertThat(new URL(own, "jar:" + other.toUri().toURL() + "!/text").openStream())
                    .hasContent("other");
        }
    }

    @Test
    void opensAllJarsAtTheStart() throws Exception {
        Path home = jars().logic("Hello").folder("home");
        Path lib = Files.createDirectory(home.resolve("lib"));
        Path library =
                jars().source("com.acme.Library", "public class Library {}").jar("library.jar");
        Path moved = Files.move(library, lib.resolve("library.jar"));
        try (LoadedLogic loaded = load(home)) {
            Files.delete(moved);

            assertThat(loaded.loader().loadClass("com.acme.Library")).isNotNull();
        }
    }

    /** By way of its URL, as libraries read resources. */
    private static String textOf(LoadedLogic loaded) throws IOException {
        URL url = loaded.loader().getResource("text");
        assertThat(url).isNotNull();
        try (var in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /proc/self/fd")
    void holdsNoJarOpenOnceItIsClosed() throws Exception {
        Path jar = jars().logic("Hello").file("text", "x").jar("held.jar");
        LoadedLogic loaded = load(jar);
        textOf(loaded);
        assertThat(openFiles()).anyMatch(file -> file.endsWith("held.jar"));

        loaded.close();

        assertThat(openFiles()).noneMatch(file -> file.endsWith("held.jar"));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /proc/self/fd")
    void holdsNoJarOpenAfterAFailure() throws Exception {
        Path jar = jars().logic("Hello", "public Hello() { throw new IllegalStateException(); }")
                .jar("failed.jar");

        assertThatThrownBy(() -> load(jar)).isInstanceOf(LoadException.class);

        assertThat(openFiles()).noneMatch(file -> file.endsWith("failed.jar"));
    }

    private static List<String> openFiles() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    names.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        return names;
    }

    @Test
    void canBeCollectedOnceItIsClosed() throws Exception {
        Path jar = jars().logic("Hello").jar("my.jar");

        assertThat(isCollected(loadAndClose(jar))).isTrue();
    }

    @Test
    void leavesNoClassesBehindAfterFiveHundredLoads() throws Exception {
        Path jar = jars().logic("Hello").jar("my.jar");
        isCollected(loadAndClose(jar));
        int before = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();

        WeakReference<ClassLoader> last = loadAndClose(jar);
        for (int i = 1; i < 500; i++) {
            last = loadAndClose(jar);
        }

        assertThat(isCollected(last)).isTrue();
        int after = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        // One loader that stays would be one class; some of the JDK's own are loaded on the way.
        assertThat(after - before).isLessThan(250);
    }

    private static WeakReference<ClassLoader> loadAndClose(Path jar) throws Exception {
        try (LoadedLogic loaded = load(jar)) {
            loaded.logic().start();
            return new WeakReference<>(loaded.loader());
        }
    }

    private static boolean isCollected(WeakReference<ClassLoader> loader) {
        for (int i = 0; i < 50 && loader.get() != null; i++) {
            byte[] garbage = new byte[1024 * 1024];
            System.gc();
            Reference.reachabilityFence(garbage);
        }
        return loader.get() == null;
    }
}
