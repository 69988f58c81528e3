package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.effe.JsonLogic;
import dev.effe.server.json.FunctionJson;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON of functions whose packages bring one Jackson or another. */
class PackagedJsonTest {

    private static final String ACCOUNT = "public static class Account { public String name;"
            + " @JsonIgnore public String passwordHash;"
            + " @JsonProperty(\"last_name\") public String lastName; public int logins; %s }";

    @TempDir
    Path folder;

    /** A function of the package whose input and output is the account, with further members. */
    private TestJars annotatedBy(String annotations, String... members) {
        return TestJars.in(folder)
                .source(
                        "com.acme.Accounts",
                        "import " + annotations + ".*;\n"
                                + "public class Accounts implements"
                                + " dev.effe.JsonLogic<Object, Accounts.Account, Accounts.Account> {"
                                + String.format(ACCOUNT, String.join("\n", members))
                                + " public Object start() { return \"\"; }"
                                + " public Account handle(Object c, Account in, dev.effe.Invocation i) { return in; } }");
    }

    private TestJars function(String... members) throws IOException {
        return annotatedBy("com.fasterxml.jackson.annotation", members).against(TestJars.home(JsonIgnore.class));
    }

    private LoadedLogic load(TestJars jars, Path... libraries) throws Exception {
        Path made = jars.folder("function");
        Path lib = Files.createDirectories(made.resolve("lib"));
        for (Path library : libraries) {
            Files.copy(library, lib.resolve(library.getFileName()));
        }
        return LogicLoader.load(FunctionSource.of(made), null).orElseThrow();
    }

    private static FunctionJson prepared(LoadedLogic loaded) {
        FunctionJson json = new FunctionJson(loaded.logic(), loaded.loader());
        json.prepare();
        return json;
    }

    /** Reads an account with a secret, and writes it. */
    private static String throughJson(LoadedLogic loaded) {
        FunctionJson json = prepared(loaded);
        byte[] body = "{\"name\":\"Ada\",\"last_name\":\"L\",\"passwordHash\":\"SECRET\",\"logins\":1,\"more\":2}"
                .getBytes(StandardCharsets.UTF_8);
        Object account = json.read(body, null, ((JsonLogic<?, ?, ?>) loaded.logic()).inputType());
        try {
            account.getClass().getField("passwordHash").set(account, "SECRET");
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        return new String(json.write(account), StandardCharsets.UTF_8);
    }

    private static Path[] other(String version) throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target", "other-jackson", version))) {
            return jars.toArray(Path[]::new);
        }
    }

    private static Path[] servers() {
        return new Path[] {
            TestJars.home(JsonIgnore.class), TestJars.home(JsonParser.class), TestJars.home(ObjectMapper.class)
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.9", "2.15"})
    void readsAndWritesWithTheJacksonOfThePackage(String version) throws Exception {
        try (LoadedLogic loaded = load(function(), other(version))) {
            assertThat(loaded.loader().loadClass("com.fasterxml.jackson.annotation.JsonIgnore"))
                    .isNotSameAs(JsonIgnore.class);
            assertThat(throughJson(loaded)).contains("\"last_name\":\"L\"").doesNotContain("SECRET", "lastName");
            FunctionJson json = prepared(loaded);
            for (String wrong : List.of("1.5", "\"x\"", "{}")) {
                byte[] body = ("{\"logins\":" + wrong + "}").getBytes(StandardCharsets.UTF_8);
                assertThatThrownBy(() -> json.read(body, null, ((JsonLogic<?, ?, ?>) loaded.logic()).inputType()))
                        .hasMessage("logins must be an integer of 32 bits (line 1, column 11)");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.9", "2.15"})
    void readsArgumentsWithTheJacksonOfThePackage(String version) throws Exception {
        try (LoadedLogic loaded = load(function(), other(version))) {
            FunctionJson json = prepared(loaded);
            Type account = ((JsonLogic<?, ?, ?>) loaded.logic()).inputType();

            Object read = json.convert(Map.of("last_name", "L", "logins", "7"), account);

            assertThat(new String(json.write(read), StandardCharsets.UTF_8))
                    .contains("\"last_name\":\"L\"", "\"logins\":7");
            assertThatThrownBy(() -> json.convert(Map.of("logins", "x"), account))
                    .hasMessage("logins must be an integer of 32 bits");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.9", "2.15"})
    void endsTheStartWhereAnOldJacksonHasNoModuleForTimes(String version) throws Exception {
        try (LoadedLogic loaded = load(function("public java.time.Instant at;"), other(version))) {
            assertThatThrownBy(() -> prepared(loaded))
                    .hasMessageStartingWith("its input com.acme.Accounts$Account cannot be read from JSON:"
                            + " at: java.time.Instant ");
        }
    }

    @Test
    void sharesAnnotationsWithTheServerWithoutAJacksonOfItsOwn() throws Exception {
        for (Path[] libraries : new Path[][] {{}, {TestJars.home(JsonIgnore.class)}}) {
            Path made = folder.resolve("function");
            try (LoadedLogic loaded = load(function("public java.time.Instant at;"), libraries)) {
                assertThat(loaded.loader().loadClass("com.fasterxml.jackson.annotation.JsonIgnore"))
                        .isSameAs(JsonIgnore.class);
                assertThat(throughJson(loaded)).contains("\"last_name\":\"L\"").doesNotContain("SECRET", "lastName");
            }
            Files.move(made, folder.resolve("done" + libraries.length));
        }
    }

    /** A shaded Jackson has its annotations under names of its own: to ignore them would tell secrets. */
    @Test
    void endsTheStartForAnnotationsOfAnotherCopyOfJackson() throws Exception {
        String annotation = "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) ";
        TestJars jars = annotatedBy("com.acme.shaded.annotation")
                .source(
                        "com.acme.shaded.annotation.JacksonAnnotation",
                        annotation + "public @interface JacksonAnnotation {}")
                .source(
                        "com.acme.shaded.annotation.JsonIgnore",
                        annotation + "@JacksonAnnotation public @interface JsonIgnore {}")
                .source(
                        "com.acme.shaded.annotation.JsonProperty",
                        annotation + "@JacksonAnnotation public @interface JsonProperty { String value(); }");
        try (LoadedLogic loaded = load(jars)) {
            assertThatThrownBy(() -> prepared(loaded))
                    .hasMessageContaining("@com.acme.shaded.annotation.Json")
                    .hasMessageContaining("is of another copy of Jackson");
            FunctionJson late = new FunctionJson(loaded.logic(), loaded.loader());
            Object account = loaded.loader()
                    .loadClass("com.acme.Accounts$Account")
                    .getConstructor()
                    .newInstance();
            assertThatThrownBy(() -> late.write(account)).hasMessageContaining("is of another copy of Jackson");
        }
    }

    /** It has the annotations of Jackson 2, which count; a mapper of it is for json() to use. */
    @Test
    void annotationsCountInAPackageWithJackson3() throws Exception {
        String mapper = "private final tools.jackson.databind.json.JsonMapper mapper ="
                + " new tools.jackson.databind.json.JsonMapper();"
                + " public String asJackson3() { Account a = new Account(); a.lastName = \"L\";"
                + " a.passwordHash = \"SECRET\"; return mapper.writeValueAsString(a); }";
        Path[] jackson3 = other("3.1");
        TestJars jars = function();
        for (Path jar : jackson3) {
            jars.against(jar);
        }
        jars.source(
                "com.acme.Writer",
                "public class Writer { public static class Account {"
                        + " @com.fasterxml.jackson.annotation.JsonProperty(\"last_name\") public String lastName;"
                        + " @com.fasterxml.jackson.annotation.JsonIgnore public String passwordHash; } " + mapper
                        + " }");
        try (LoadedLogic loaded = load(jars, jackson3)) {
            assertThat(throughJson(loaded)).contains("\"last_name\":\"L\"").doesNotContain("SECRET", "lastName");
            Class<?> writer = loaded.loader().loadClass("com.acme.Writer");
            assertThat(writer.getMethod("asJackson3")
                            .invoke(writer.getConstructor().newInstance()))
                    .isEqualTo("{\"last_name\":\"L\"}");
        }
    }

    @Test
    void endsTheStartForAnnotationsOfTheDatabindOfJackson3() throws Exception {
        Path[] jackson3 = other("3.1");
        TestJars jars = function("@tools.jackson.databind.annotation.JsonSerialize("
                + "using = tools.jackson.databind.ser.std.ToStringSerializer.class) public String card;");
        for (Path jar : jackson3) {
            jars.against(jar);
        }
        try (LoadedLogic loaded = load(jars, jackson3)) {
            assertThatThrownBy(() -> prepared(loaded))
                    .hasMessageContaining(
                            "@tools.jackson.databind.annotation.JsonSerialize is of another copy of Jackson");
        }
    }

    @Test
    void saysThatAJacksonCannotBeUsed() throws Exception {
        List<Path> withoutCore = new ArrayList<>(List.of(other("2.15")));
        withoutCore.removeIf(jar -> jar.toString().contains("jackson-core"));
        try (LoadedLogic loaded = load(function(), withoutCore.toArray(Path[]::new))) {
            assertThatThrownBy(() -> prepared(loaded)).hasMessageContaining("its package");
        }
    }

    @Test
    void leavesNothingOfAFunctionBehind() throws Exception {
        for (Path[] libraries : List.of(new Path[0], servers())) {
            Path made = folder.resolve("function");
            assertThat(isCollected(usedAndClosed(libraries))).isTrue();
            Files.move(made, folder.resolve("done" + libraries.length));
        }
    }

    private WeakReference<ClassLoader> usedAndClosed(Path... libraries) throws Exception {
        try (LoadedLogic loaded = load(function("public java.time.Instant at;"), libraries)) {
            throughJson(loaded);
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
