package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messages when there is no function to serve. */
final class LoadFailuresTest {

    private static final int HERE = Runtime.version().feature();

    private static final String BODY = " { public Object start() { return 1; }"
            + " public void run(Object c, dev.effe.Request q, dev.effe.Response p) {} }";

    @TempDir
    Path folder;

    private TestJars jars() {
        return TestJars.in(folder);
    }

    private static LoadException failure(Path function, String logicClass) {
        LoadException failure = catchThrowableOfType(
                LoadException.class, () -> LogicLoader.load(FunctionSource.of(function), logicClass));
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).doesNotContainPattern("[\\r\\n]");
        return failure;
    }

    private static String message(Path function) {
        return failure(function, null).getMessage();
    }

    private String messageFor(String declaration) throws IOException {
        return message(jars().source("com.acme.Hello", declaration).jar("my.jar"));
    }

    @Test
    void saysThatTheJarIsMissing() {
        assertThat(message(folder.resolve("my.jar")))
                .isEqualTo(folder + "/my.jar does not exist: name a jar or a folder with --function");
        assertThat(message(Path.of(""))).isEqualTo("--function is empty: name a jar or a folder");
    }

    @Test
    void saysThatItIsNoJar() throws IOException {
        Path text = Files.writeString(folder.resolve("my.txt"), "hello");

        assertThat(message(text)).startsWith(text + " is neither a jar nor a folder: ");
    }

    @Test
    void saysThatALibraryIsBroken() throws IOException {
        Path app = jars().logic("Hello").folder("app");
        Files.createDirectory(app.resolve("lib"));
        Files.writeString(app.resolve("lib/dep.jar"), "cut off");

        assertThat(message(app)).startsWith(app + "/lib/dep.jar is neither a jar nor a folder: ");
    }

    @Test
    void saysThatThereIsNoFunction() throws IOException {
        String rest = ": it has no Effe-Logic in its manifest, no META-INF/services/dev.effe.Logic,"
                + " and no public class that implements dev.effe.Logic or dev.effe.JsonLogic";

        assertThat(messageFor("public class Hello {}")).isEqualTo("no function in my.jar" + rest);
        assertThat(message(Files.createDirectory(folder.resolve("app"))))
                .isEqualTo(
                        "no function in app: it has no classes; --function names a jar, or a folder of packages such as"
                                + " target/classes, with jars in its lib");
        assertThat(message(
                        jars().file("src/com/acme/Hello.java", "class Hello {}").jar("sources.jar")))
                .startsWith("no function in sources.jar: it has no classes; ");
        assertThat(message(jars().logic("Hello")
                        .manifest("Effe-Function", "built-in")
                        .jar("effe.jar")))
                .isEqualTo("no function in effe.jar" + rest);
    }

    @Test
    void listsTheCandidates() throws IOException {
        Path scanned = jars().logic("B").logic("A").jar("my.jar");
        Path services = jars().logic("B")
                .logic("A")
                .logic("C")
                .file("META-INF/services/dev.effe.Logic", "com.acme.C\ncom.acme.A\n")
                .jar("services.jar");

        assertThat(message(scanned))
                .isEqualTo("my.jar has 2 functions, com.acme.A, com.acme.B:"
                        + " choose one with --logic NAME, or with Effe-Logic in the manifest");
        assertThat(message(services))
                .isEqualTo("services.jar has 2 functions, com.acme.A, com.acme.C:"
                        + " choose one with --logic NAME, or with Effe-Logic in the manifest");
    }

    @Test
    void listsNoMoreThanTenCandidates() throws IOException {
        TestJars many = jars();
        for (char c = 'A'; c <= 'M'; c++) {
            many.logic(String.valueOf(c));
        }

        assertThat(message(many.jar("my.jar")))
                .startsWith("my.jar has 13 functions, com.acme.A, ")
                .contains("com.acme.J and 3 more: ");
    }

    @Test
    void saysWhichClassesThereAreInsteadOfTheMissingOne() throws IOException {
        Path jar = jars().logic("Hello").logic("World").jar("my.jar");
        Path none = jars().source("com.acme.Util", "public class Util {}").jar("none.jar");
        Path byManifest =
                jars().logic("Hello").manifest("Effe-Logic", "com.acme.Helo").jar("manifest.jar");

        assertThat(failure(jar, "com.acme.Helo"))
                .hasMessage("com.acme.Helo, named by --logic, is not in my.jar: name com.acme.Hello, com.acme.World");
        assertThat(failure(jar, "com/acme/Hello"))
                .hasMessageStartingWith("com/acme/Hello, named by --logic, is not in my.jar: ");
        assertThat(failure(none, "com.acme.Hello"))
                .hasMessage("com.acme.Hello, named by --logic, is not in none.jar:"
                        + " no class there implements dev.effe.Logic");
        assertThat(message(byManifest))
                .isEqualTo("com.acme.Helo, named by Effe-Logic, is not in manifest.jar: name com.acme.Hello");
    }

    @Test
    void saysThatItIsAbstract() throws IOException {
        assertThat(messageFor("public abstract class Hello implements dev.effe.Logic<Object>" + BODY))
                .isEqualTo("com.acme.Hello (in my.jar) is abstract: name a concrete class with --logic");
    }

    @Test
    void saysThatItIsAnInterfaceOrAnEnum() throws IOException {
        assertThat(messageFor("public interface Hello extends dev.effe.Logic<Object> {}"))
                .isEqualTo("com.acme.Hello (in my.jar) is an interface: name a concrete class with --logic");
        assertThat(messageFor("public enum Hello implements dev.effe.Logic<Object> { ;" + BODY.substring(2)))
                .isEqualTo("com.acme.Hello (in my.jar) is an enum: name a concrete class with --logic");
    }

    @Test
    void saysThatItIsNotPublic() throws IOException {
        assertThat(messageFor("class Hello implements dev.effe.Logic<Object>" + BODY))
                .isEqualTo("com.acme.Hello (in my.jar) is not public: make it public");
    }

    @Test
    void saysThatItIsAnInnerClass() throws IOException {
        assertThat(messageFor("class Hello { public class In implements dev.effe.Logic<Object>" + BODY + " }"))
                .isEqualTo("com.acme.Hello$In (in my.jar) is an inner class: make it static");
    }

    @Test
    void saysThatItHasNoConstructor() throws IOException {
        String line = "com.acme.Hello (in my.jar) has no public constructor without arguments: add one";

        assertThat(message(jars().logic("Hello", "public Hello(int i) {}").jar("my.jar")))
                .isEqualTo(line);
        assertThat(message(jars().logic("Hello", "Hello() {}").jar("my.jar"))).isEqualTo(line);
    }

    @Test
    void saysThatItIsNoLogic() throws IOException {
        Path jar = jars().source("com.acme.Hello", "public class Hello {}").jar("my.jar");

        assertThat(failure(jar, "com.acme.Hello"))
                .hasMessage("com.acme.Hello is not a Logic: it must implement dev.effe.Logic or dev.effe.JsonLogic;"
                        + " an AWS Lambda handler is named with --handler");
    }

    @Test
    void saysWhichJavaItNeeds() throws IOException {
        Path jar = jars().logic("Hello").javaVersion("com.acme.Hello", 99).jar("my.jar");

        assertThat(failure(jar, null))
                .hasMessage("com.acme.Hello was compiled for Java 99, but this is Java " + HERE
                        + ": compile with --release " + HERE + " or run a newer Java")
                .hasCauseInstanceOf(UnsupportedClassVersionError.class);
    }

    @Test
    void saysWhichOfItsClassesNeedsANewerJava() throws IOException {
        Path jar = jars().source("com.acme.Util", "class Util {}")
                .logic("Hello", "Object util = new Util();")
                .javaVersion("com.acme.Util", 99)
                .jar("my.jar");

        assertThat(message(jar))
                .isEqualTo("com.acme.Util was compiled for Java 99, but this is Java " + HERE
                        + ": compile with --release " + HERE + " or run a newer Java");
    }

    @Test
    void saysThatItWasCompiledWithPreviewFeatures() throws IOException {
        byte[] bytes = jars().logic("Hello").content().get("com/acme/Hello.class");
        bytes[4] = (byte) 0xFF;
        bytes[5] = (byte) 0xFF;
        bytes[7] = (byte) (HERE + 44);
        Path jar = jars().file("com/acme/Hello.class", bytes).jar("my.jar");

        assertThat(message(jar))
                .isEqualTo("com.acme.Hello was compiled with the preview features of Java " + HERE
                        + ": compile without --enable-preview");
    }

    @Test
    void saysWhichClassItNeedsInTheJar() throws IOException {
        String fix =
                ", which is not in my.jar: build a fat jar, or use a folder with the jar and what it needs in lib/";
        Path inConstructor = jars().source("org.dep.Dep", "public class Dep {}")
                .logic("Hello", "Object dep = new org.dep.Dep();")
                .without("org.dep.Dep")
                .jar("my.jar");

        assertThat(failure(inConstructor, null))
                .hasMessage("com.acme.Hello (in my.jar) needs org.dep.Dep" + fix)
                .hasCauseInstanceOf(NoClassDefFoundError.class);

        Path asSuperclass = jars().source("org.dep.Dep", "public class Dep {}")
                .source(
                        "com.acme.Hello",
                        "public class Hello extends org.dep.Dep implements dev.effe.Logic<Object>" + BODY)
                .without("org.dep.Dep")
                .jar("my.jar");

        assertThat(message(asSuperclass)).isEqualTo("com.acme.Hello (in my.jar) needs org.dep.Dep" + fix);
    }

    @Test
    void saysWhichClassItNeedsInLib() throws IOException {
        Path app = jars().source("org.dep.Dep", "public class Dep {}")
                .logic("Hello", "static Object dep = new org.dep.Dep();")
                .without("org.dep.Dep")
                .folder("app");

        assertThat(message(app))
                .isEqualTo("com.acme.Hello (in app) needs org.dep.Dep, which is not in app:"
                        + " put the jar that has it into app/lib");
    }

    @Test
    void saysThatItNeedsANewerEffe() throws IOException {
        Path jar = jars().source("dev.effe.Future", "public class Future {}")
                .logic("Hello", "Object future = new dev.effe.Future();")
                .jar("my.jar");

        assertThat(message(jar))
                .isEqualTo("com.acme.Hello (in my.jar) needs dev.effe.Future, which this effe does not have:"
                        + " run a newer effe");
    }

    @Test
    void saysWhatTheConstructorThrew() throws IOException {
        Path jar = jars().logic("Hello", "public Hello() { throw new IllegalStateException(\"no\\n  db\"); }")
                .jar("my.jar");

        LoadException failure = failure(jar, null);
        assertThat(failure)
                .hasMessage("com.acme.Hello (in my.jar): its constructor threw java.lang.IllegalStateException: no db,"
                        + " at com.acme.Hello.<init>(Hello.java:2)")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(failure.getCause()).hasMessage("no\n  db");
    }

    @Test
    void saysWhatTheStaticInitialiserThrew() throws IOException {
        String thrower = "static { if (true) throw new ";
        Path exception = jars().logic("Hello", thrower + "IllegalStateException(\"no db\"); }")
                .jar("my.jar");
        Path error =
                jars().logic("Hello", thrower + "AssertionError(\"no db\"); }").jar("my2.jar");

        assertThat(failure(exception, null))
                .hasMessage("com.acme.Hello (in my.jar): its static initialiser threw"
                        + " java.lang.IllegalStateException: no db, at com.acme.Hello.<clinit>(Hello.java:2)")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(message(error))
                .isEqualTo("com.acme.Hello (in my2.jar): its static initialiser threw"
                        + " java.lang.AssertionError: no db, at com.acme.Hello.<clinit>(Hello.java:2)");
    }

    @Test
    void saysThatTheInputTypeCannotBeTold() throws IOException {
        String json = "public class Hello%s implements dev.effe.JsonLogic<Object, %s, String> {"
                + " public Object start() { return 1; }"
                + " public String handle(Object c, %s i, dev.effe.Invocation call) { return \"\"; } %s }";

        assertThat(messageFor(json.formatted("<T>", "T", "T", "")))
                .isEqualTo("Cannot tell the input type of com.acme.Hello: write it as a class that names its types,"
                        + " such as `class Orders implements JsonLogic<Connection, Order, Receipt>`,"
                        + " or override inputType()");
        String override = "public java.lang.reflect.Type inputType() { ";
        assertThat(messageFor(json.formatted("", "String", "String", override + "return null; }")))
                .isEqualTo("com.acme.Hello (in my.jar): its inputType() returned null");
        assertThat(messageFor(
                        json.formatted("", "String", "String", override + "throw new RuntimeException(\"x\"); }")))
                .isEqualTo("com.acme.Hello (in my.jar): its inputType() threw java.lang.RuntimeException: x,"
                        + " at com.acme.Hello.inputType(Hello.java:2)");
    }

    @Test
    void saysThatAClassCannotBeLinked() throws IOException {
        byte[] bytes = jars().logic("Hello").content().get("com/acme/Hello.class");
        Path app = jars().file("com/acme/World.class", bytes).folder("app");

        assertThat(failure(app, "com.acme.World").getMessage())
                .startsWith("com.acme.World (in app) cannot be linked: java.lang.NoClassDefFoundError: ")
                .contains("wrong name");
    }
}
