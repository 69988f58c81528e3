package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which class of a jar or a folder becomes the function. */
final class LogicLoaderTest {

    @TempDir
    Path folder;

    private static String load(Path function) throws Exception {
        return load(function, null);
    }

    /** The simple name of the object that the function's start returns. */
    private static String load(Path function, String logicClass) throws Exception {
        try (LoadedLogic loaded =
                LogicLoader.load(FunctionSource.of(function), logicClass).orElseThrow()) {
            return String.valueOf(loaded.logic().start());
        }
    }

    private TestJars jars() {
        return TestJars.in(folder);
    }

    @Test
    void takesTheOnlyImplementation() throws Exception {
        Path jar = jars().logic("Hello")
                .source("com.acme.Util", "public class Util {}")
                .jar("my.jar");

        try (LoadedLogic loaded = LogicLoader.load(FunctionSource.of(jar), null).orElseThrow()) {
            assertThat(loaded.origin()).isEqualTo("com.acme.Hello in my.jar");
            assertThat(loaded.loader()).isSameAs(loaded.logic().getClass().getClassLoader());
            assertThat(loaded.loader().getName()).isEqualTo("function my.jar");
        }
    }

    @Test
    void findsAFunctionOfArguments() throws Exception {
        Path jar = jars().source(
                        "com.acme.Sum",
                        "public class Sum implements dev.effe.ArgsLogic<String> {"
                                + " public String start() { return \"Sum\"; }"
                                + " public Object handle(String c, dev.effe.Args args, dev.effe.Invocation call) {"
                                + " return args.all(); } }")
                .jar("my.jar");

        assertThat(load(jar)).isEqualTo("Sum");
    }

    @Test
    void prefersTheNamedClassToAllElse() throws Exception {
        Path jar = jars().logic("A")
                .logic("B")
                .logic("C")
                .manifest("Effe-Logic", "com.acme.A")
                .file("META-INF/services/dev.effe.Logic", "com.acme.B")
                .jar("my.jar");

        assertThat(load(jar, "com.acme.C")).isEqualTo("C");
    }

    @Test
    void takesAnEmptyEntryOfTheManifestForNone() throws Exception {
        Path jar = jars().logic("Sum").manifest("Effe-Logic", "").jar("my.jar");

        assertThat(load(jar)).isEqualTo("Sum");
    }

    @Test
    void prefersTheManifestToTheServicesFile() throws Exception {
        Path jar = jars().logic("A")
                .logic("B")
                .manifest("Effe-Logic", "com.acme.A")
                .file("META-INF/services/dev.effe.Logic", "com.acme.B")
                .jar("my.jar");

        assertThat(load(jar)).isEqualTo("A");
    }

    @Test
    void prefersTheServicesFileToAScan() throws Exception {
        Path jar = jars().logic("A")
                .logic("B")
                .file("META-INF/services/dev.effe.Logic", "# the one\n\ncom.acme.B # yes\n")
                .jar("my.jar");

        assertThat(load(jar)).isEqualTo("B");
    }

    @Test
    void findsWhatInheritsFromLogicByWayOfOthers() throws Exception {
        Path base = jars().source(
                        "org.base.Base",
                        "public abstract class Base<T> implements dev.effe.JsonLogic<T, String, String> {"
                                + " public String handle(T c, String i, dev.effe.Invocation call) { return i; } }")
                .jar("base.jar");
        Path function = jars().against(base)
                .source("com.acme.Middle", "abstract class Middle extends org.base.Base<Object> {}")
                .source(
                        "com.acme.Hello",
                        "public class Hello extends Middle { public Object start() { return \"Hello\"; } }")
                .folder("app");
        Files.createDirectories(function.resolve("lib"));
        Files.move(base, function.resolve("lib/base.jar"));

        assertThat(load(function)).isEqualTo("Hello");
    }

    @Test
    void takesAPublicNestedClassAndARecord() throws Exception {
        String logic = " implements dev.effe.Logic<Object> { public Object start() { return \"x\"; }"
                + " public void run(Object c, dev.effe.Request q, dev.effe.Response p) {} }";
        Path nested = jars().source("com.acme.Outer", "class Outer { public static class Hello" + logic + " }")
                .jar("nested.jar");
        Path aRecord =
                jars().source("com.acme.Hello", "public record Hello()" + logic).jar("record.jar");

        assertThat(load(nested)).isEqualTo("x");
        assertThat(load(aRecord)).isEqualTo("x");
    }

    @Test
    void toleratesImplementationsWhoseDependenciesAreMissing() throws Exception {
        Path jar = jars().logic("Hello")
                .source("org.missing.Base", "public class Base {}")
                .source(
                        "com.acme.Optional",
                        "public class Optional extends org.missing.Base implements dev.effe.Logic<Object> {"
                                + " public Object start() { return 1; }"
                                + " public void run(Object c, dev.effe.Request q, dev.effe.Response p) {} }")
                .without("org.missing.Base")
                .jar("my.jar");

        assertThat(load(jar)).isEqualTo("Hello");
    }

    @Test
    void ignoresWhatIsNoClassOfItsOwn() throws Exception {
        byte[] other = jars().logic("Other").content().get("com/acme/Other.class");
        Path jar = jars().logic("Hello")
                .file("BOOT-INF/classes/com/acme/Other.class", other)
                .file("META-INF/versions/9/com/acme/Other.class", other)
                .file("com/acme/Broken.class", "not a class")
                .file("com/acme/Short.class", new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0})
                .file("module-info.class", "nor this")
                .jar("my.jar");

        assertThat(load(jar)).isEqualTo("Hello");
    }

    @Test
    void looksAtTheVersionForThisJavaInAMultiReleaseJar() throws Exception {
        String start = "public class Hello implements dev.effe.Logic<Object> {"
                + " public void run(Object c, dev.effe.Request q, dev.effe.Response p) {}"
                + " public Object start() { return ";
        byte[] newer =
                jars().source("com.acme.Hello", start + "17; } }").content().get("com/acme/Hello.class");
        Path jar = jars().source("com.acme.Hello", "public class Hello {}")
                .file("META-INF/versions/17/com/acme/Hello.class", newer)
                .manifest("Multi-Release", "true")
                .jar("my.jar");

        assertThat(load(jar)).isEqualTo("17");
    }

    @Test
    void worksWithACopyOfTheApiAndOfTheServerInTheJar() throws Exception {
        Path jar = jars().logic("Hello")
                .source(
                        "dev.effe.Logic",
                        "public interface Logic<C> {"
                                + " C start() throws Exception; void run(C c, Request q, Response p) throws Exception; }")
                .source("dev.effe.Request", "public interface Request {}")
                .source("dev.effe.Response", "public interface Response {}")
                .source(
                        "dev.effe.server.BuiltIn",
                        "public class BuiltIn implements dev.effe.Logic<Object> { public Object start() { return 1; }"
                                + " public void run(Object c, dev.effe.Request q, dev.effe.Response p) {} }")
                .jar("my.jar");

        assertThat(load(jar)).isEqualTo("Hello");
    }

    @Test
    void takesAFolderOfClasses() throws Exception {
        assertThat(load(jars().logic("Hello").folder("classes"))).isEqualTo("Hello");
    }

    @Test
    void takesAFolderOfJars() throws Exception {
        Path app = Files.createDirectory(folder.resolve("app"));
        Path dependency = jars().source(
                        "org.dep.Dep", "public class Dep { public String toString() { return \"dep\"; } }")
                .jar("app/dep.jar");
        jars().against(dependency)
                .logic("Hello", "{ new org.dep.Dep().toString(); }")
                .jar("app/my.jar");

        assertThat(load(app)).isEqualTo("Hello");
    }

    @Test
    void looksIntoLibAfterTheFolderItself() throws Exception {
        Path app = jars().logic("Hello").folder("app");
        Files.createDirectory(app.resolve("lib"));
        jars().logic("Other").jar("app/lib/other.jar");
        Path onlyLib = Files.createDirectories(folder.resolve("only/lib"));
        jars().logic("Lib").jar("only/lib/my.jar");

        assertThat(load(app)).isEqualTo("Hello");
        assertThat(load(onlyLib.getParent())).isEqualTo("Lib");
    }

    @Test
    void takesAFolderThatConsistsOfLinks() throws Exception {
        jars().logic("Hello").folder("mount/..data");
        Path mount = folder.resolve("mount");
        Files.createSymbolicLink(mount.resolve("com"), Path.of("..data/com"));

        assertThat(load(mount)).isEqualTo("Hello");
    }

    @Test
    void takesTheClassesThatTheManifestsClassPathNames() throws Exception {
        Path dependency = jars().source("org.dep.Dep", "public class Dep {}").jar("dep.jar");
        Path jar = jars().against(dependency)
                .logic("Hello", "org.dep.Dep dep = new org.dep.Dep();")
                .manifest("Class-Path", "dep.jar")
                .jar("my.jar");

        assertThat(load(jar)).isEqualTo("Hello");
    }

    @Test
    void tellsTitleAndVersionFromTheManifest() throws Exception {
        Path jar = jars().logic("Hello")
                .manifest("Implementation-Title", "greeter")
                .manifest("Implementation-Version", "1.2")
                .jar("my.jar");

        try (LoadedLogic loaded = LogicLoader.load(FunctionSource.of(jar), null).orElseThrow()) {
            assertThat(loaded.logic().info().name()).isEqualTo("greeter");
            assertThat(loaded.logic().info().version()).isEqualTo("1.2");
        }
    }

    @Test
    void makesTheFunctionWithItsOwnContextClassLoader() throws Exception {
        String loader = "Thread.currentThread().getContextClassLoader() == Hello.class.getClassLoader()";
        Path jar = jars().logic(
                        "Hello",
                        "static { if (!(" + loader + ")) throw new IllegalStateException(); }",
                        "public Hello() { if (!(" + loader + ")) throw new IllegalStateException();",
                        " Thread.currentThread().setContextClassLoader(null); }")
                .jar("my.jar");
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        assertThat(load(jar)).isEqualTo("Hello");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void givesBackTheContextClassLoaderAfterAFailure() throws IOException {
        Path jar = jars().logic("Hello", "public Hello() { throw new IllegalStateException(); }")
                .jar("my.jar");
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        assertThatThrownBy(() -> load(jar)).isInstanceOf(LoadException.class);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
}
