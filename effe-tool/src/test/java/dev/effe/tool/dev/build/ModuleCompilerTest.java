package dev.effe.tool.dev.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleCompilerTest {

    private static final String SHOP = """
            package a;
            import java.util.function.*;
            public class Shop implements Comparable<Shop> {
                public static final int LIMIT = 7;
                static int made = 1;
                final Supplier<Integer> next = () -> made + 1;
                enum Kind { ONE, TWO { @Override int weight() { return 3; } }; int weight() { return 1; } }
                record Item(String name, int count) { Item { if (count < 0) { throw new IllegalArgumentException(); } } }
                public Shop() { made++; }
                public int price(Object of) { return 5; }
                String name() { Runnable print = new Runnable() { @Override public void run() {} }; return "x" + print; }
                @Override public int compareTo(Shop other) { return 0; }
            }
            """;

    private static final String USER = """
            package a;
            class User {
                int limit = Shop.LIMIT;
                int price(Shop shop) { return shop.price(4) + shop.compareTo(shop); }
                int kind(Shop.Kind kind) { switch (kind) { case ONE: return 1; default: return kind.weight(); } }
                Object item() { return new Shop.Item("cake", 2).name() + new Shop().name(); }
            }
            """;

    @TempDir
    Path folder;

    private Path sources;
    private Path shop;
    private Path user;
    private ModuleCompiler compiler;
    private int outputs;

    @BeforeEach
    void make() throws IOException {
        sources = Files.createDirectories(folder.resolve("src"));
        Files.createDirectories(sources.resolve("a"));
        shop = Files.writeString(sources.resolve("a/Shop.java"), SHOP);
        user = Files.writeString(sources.resolve("a/User.java"), USER);
        compiler = ModuleCompiler.ofThisJava();
    }

    private Path compile(Path... classPath) throws Exception {
        Path output = output();
        compiler.compile(compilation(classPath), stamps(), "world", output);
        return output;
    }

    private Path output() {
        return folder.resolve("out").resolve(Integer.toString(++outputs));
    }

    private Compilation compilation(Path... classPath) {
        return new Compilation(List.of(sources), List.of(classPath), List.of(), List.of("--release", "17"));
    }

    /** By content, so that nothing hangs on the time of a file. */
    private Map<Path, Object> stamps() throws IOException {
        Map<Path, Object> stamps = new TreeMap<>();
        for (Path file : files(sources)) {
            stamps.put(file, Files.readString(file));
        }
        return stamps;
    }

    private static List<Path> files(Path below) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static Map<String, String> classes(Path output) throws IOException {
        Map<String, String> classes = new TreeMap<>();
        for (Path file : files(output)) {
            classes.put(output.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
        return classes;
    }

    /** The result of compiling everything. */
    private Map<String, String> whole() throws Exception {
        Path output = output();
        Compiler.ofThisJava().compile(compilation(), output);
        return classes(output);
    }

    /** Spoils the class of the other source: it is found again if it was copied, and not if it was compiled. */
    private static void mark(Path output) throws IOException {
        Path file = output.resolve("a/User.class");
        byte[] bytes = Files.readAllBytes(file);
        byte[] marked = new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("cake", "CAKE")
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, marked);
    }

    private static boolean isMarked(Path output) throws IOException {
        return Files.readString(output.resolve("a/User.class"), StandardCharsets.ISO_8859_1)
                .contains("CAKE");
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "return 5;                  | return 6;",
                "return 5;                  | Runnable a = () -> {}; return new Object() {}.hashCode() + a.hashCode();",
                "return 0;                  | switch (Kind.ONE) { case TWO: return 1; default: return 2; }",
                "made++;                    | made += 2; class Inner {} new Inner();",
                "if (count < 0)             | if (count < 1)",
                "return 3;                  | return 4;",
                "return \"x\" + print;      | /* } */ return \"}{\" + print;",
                "Runnable print = new Runnable() { @Override public void run() {} }; | int print = 1;"
            })
    void compilesOneSourceIfOnlyABodyChanged(String before, String after) throws Exception {
        Path first = compile();
        Files.writeString(shop, SHOP.replace(before, after));
        assertThat(classes(compile())).isEqualTo(whole()).isNotEqualTo(classes(first));
        Files.writeString(shop, SHOP);
        Path third = compile();
        assertThat(classes(third)).isEqualTo(classes(first));
        mark(third);
        Files.writeString(shop, SHOP.replace(before, after));
        assertThat(isMarked(compile())).isTrue();
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "LIMIT = 7;                 | LIMIT = 8;",
                "final int LIMIT            | int LIMIT",
                "price(Object of)           | price(Object of, int... more)",
                "public int price(Object of) { return 5; } | public int price(Object of) { return 5; } public int price(int of) { return 6; }",
                "ONE, TWO                   | ZERO, ONE, TWO",
                "Item(String name, int count) | Item(CharSequence name, int count)",
                "String name()              | Object name()",
                "made + 1                   | made + 2",
                "import java.util.function. | import java.util.concurrent.Callable; import java.util.function.",
                "int price(                 | long price("
            })
    void compilesAllIfSomethingElseChanged(String before, String after) throws Exception {
        Files.writeString(user, USER.replace("int price(Shop", "long price(Shop"));
        mark(compile());
        Files.writeString(shop, SHOP.replace(before, after));
        Path second = compile();
        assertThat(classes(second)).isEqualTo(whole());
        assertThat(isMarked(second)).isFalse();
    }

    @Test
    void compilesAllIfASourceCameOrWent() throws Exception {
        mark(compile());
        Path more =
                Files.writeString(sources.resolve("a/More.java"), "package a; class More { int x() { return 1; } }");
        Path second = compile();
        assertThat(classes(second)).isEqualTo(whole()).containsKey("a/More.class");
        Files.delete(more);
        Files.writeString(shop, SHOP.replace("return 5", "return 6"));
        assertThat(classes(compile())).isEqualTo(whole()).doesNotContainKey("a/More.class");
    }

    @Test
    void findsTheErrorsOfAllSources() throws Exception {
        Path first = compile();
        Files.writeString(
                shop, SHOP.replace("return 5;", "return \"text\";").replace("String name()", "String title()"));
        BuildException failure = catchThrowableOfType(BuildException.class, this::compile);
        assertThat(failure.diagnostics())
                .extracting(found -> found.file().orElseThrow())
                .contains(shop, user);
        Files.writeString(shop, SHOP.replace("return 5;", "return wrong;"));
        assertThat(catchThrowableOfType(BuildException.class, this::compile).diagnostics())
                .singleElement()
                .satisfies(found -> assertThat(found.file()).hasValue(shop));
        Files.writeString(shop, SHOP.replace("return 5;", "return 6;"));
        assertThat(classes(compile())).isEqualTo(whole()).isNotEqualTo(classes(first));
    }

    @Test
    void compilesAllIfItsClassesAreGone() throws Exception {
        Files.delete(compile().resolve("a/User.class"));
        Files.writeString(shop, SHOP.replace("return 5", "return 6"));
        assertThat(classes(compile())).isEqualTo(whole());
    }

    @Test
    void compilesAllIfALibraryOrItsWorldIsAnother() throws Exception {
        Path jar = folder.resolve("library.jar");
        jar(jar, "one.txt");
        mark(compile(jar));
        jar(jar, "other-and-longer.txt");
        Files.writeString(shop, SHOP.replace("return 5", "return 6"));
        Path second = compile(jar);
        assertThat(isMarked(second)).isFalse();
        mark(second);
        Files.writeString(shop, SHOP);
        Path third = output();
        compiler.compile(compilation(jar), stamps(), "another world", third);
        assertThat(isMarked(third)).isFalse();
    }

    /** A processor may make of one source what hangs on others. */
    @Test
    void compilesAllWithAnnotationProcessors() throws Exception {
        Path jar = folder.resolve("processor.jar");
        jar(jar, "META-INF/services/javax.annotation.processing.Processor");
        mark(compile(jar));
        Files.writeString(shop, SHOP.replace("return 5", "return 6"));
        assertThat(isMarked(compile(jar))).isFalse();
    }

    private static void jar(Path file, String entry) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(entry));
        }
    }
}
