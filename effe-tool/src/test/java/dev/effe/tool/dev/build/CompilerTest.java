package dev.effe.tool.dev.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerTest {

    @TempDir
    Path folder;

    private Path sources;
    private Path output;
    private Compiler compiler;

    @BeforeEach
    void make() throws IOException {
        sources = Files.createDirectories(folder.resolve("src"));
        output = folder.resolve("1/classes");
        compiler = Compiler.ofThisJava();
    }

    private Path source(String name, String text) throws IOException {
        Path file = sources.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private boolean compile(String... options) throws Exception {
        return compiler.compile(new Compilation(List.of(sources), List.of(), List.of(), List.of(options)), output);
    }

    private BuildException failure(String... options) {
        return catchThrowableOfType(BuildException.class, () -> compile(options));
    }

    @Test
    void compilesAllSourcesOfAFolder() throws Exception {
        source("a/A.java", "package a; public class A { b.B b; }");
        source("b/B.java", "package b; public class B {}");
        source("module-info.java", "module nobody.has.this { requires missing; }");
        source(".idea/C.java", "no Java at all");
        assertThat(compile()).isTrue();
        assertThat(output.resolve("a/A.class")).exists();
        assertThat(output.resolve("b/B.class")).exists();
    }

    @Test
    void tellsTheLineAndColumnOfEachError() throws Exception {
        Path file = source("A.java", "class A {\n\tint x = \"text\";\n  int y = \"text\";\n}\n");
        assertThat(failure().diagnostics())
                .extracting(Diagnostic::line, Diagnostic::column)
                .containsExactlyInAnyOrder(tuple(2, 17), tuple(3, 11));
        assertThat(failure().diagnostics())
                .allSatisfy(found -> assertThat(found.file()).hasValue(file));
        assertThat(failure()).hasMessage("2 errors");
    }

    /** As javac itself does. The file manager reads a source once, and complains of it then. */
    @Test
    void refusesASourceThatIsNotInItsEncodingEachTime() throws Exception {
        Path file = source("A.java", "class A {\n  String a = \"\u00e4\";\n}\n");
        compile();
        Files.writeString(file, "class A {\n  String a = \"\u00e4\";\n}\n", StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 2; i++) {
            assertThat(failure().diagnostics()).isNotEmpty().allSatisfy(found -> {
                assertThat(found.file()).hasValue(file);
                assertThat(found.line()).isEqualTo(2);
                assertThat(found.message()).contains("unmappable character (0xE4) for encoding UTF-8");
            });
        }
        assertThat(failure("-encoding", "ISO-8859-1")).isNull();
        source("A.java", "class A { }");
        assertThat(failure()).isNull();
    }

    @Test
    void saysOfItsOwnFailureTheFirstLinesOnly() throws Exception {
        source("A.java", "class A { int a = " + "(".repeat(50_000) + "1" + ")".repeat(50_000) + "; }");
        assertThat(failure()).hasMessageContaining("The compiler failed");
        assertThat(failure().output().lines()).hasSizeLessThan(30);
    }

    /** With the class of before still there, only a whole compile finds that its method has another name. */
    @Test
    void findsWhatUsesAMethodThatWasRenamed() throws Exception {
        source("A.java", "class A { int before() { return 1; } }");
        Path user = source("B.java", "class B { int b = new A().before(); }");
        compile();
        source("A.java", "class A { int after() { return 1; } }");
        output = folder.resolve("2/classes");
        assertThat(failure().diagnostics()).singleElement().satisfies(found -> {
            assertThat(found.file()).hasValue(user);
            assertThat(found.message()).contains("before()");
        });
    }

    @Test
    void hasNoClassOfASourceThatIsGone() throws Exception {
        Path gone = source("A.java", "class A {}");
        source("B.java", "class B {}");
        compile();
        Files.delete(gone);
        output = folder.resolve("2/classes");
        compile();
        assertThat(output.resolve("A.class")).doesNotExist();
        assertThat(output.resolve("B.class")).exists();
    }

    @Test
    void saysThatThereIsNoSource() throws Exception {
        assertThat(compile()).isFalse();
    }

    @Test
    void keepsTheNamesOfParametersIfAsked() throws Exception {
        source("A.java", "class A { void a(int given) {} }");
        compile("-parameters");
        assertThat(new String(Files.readAllBytes(output.resolve("A.class")), StandardCharsets.ISO_8859_1))
                .contains("MethodParameters");
    }

    @Test
    void compilesForAnOlderJava() throws Exception {
        source("A.java", "class A { boolean a = \"\".isBlank(); }");
        assertThat(failure("--release", "11")).isNull();
        assertThat(failure("--release", "8").diagnostics()).hasSize(1);
    }

    @Test
    void saysWhichOptionIsRefused() throws Exception {
        source("A.java", "class A {}");
        assertThat(failure("--nonsense")).hasMessageContaining("--nonsense");
        assertThat(failure("--release", "99")).hasMessageContaining("99");
    }

    /** A jar is remembered, but not once it is another. */
    @Test
    void readsAJarAgainThatHasChanged() throws Exception {
        Path jar = folder.resolve("lib.jar");
        Compilation withJar = new Compilation(List.of(sources), List.of(jar), List.of(), List.of());
        for (String method : List.of("one", "second")) {
            source("lib/L.java", "package lib; public class L { public static void " + method + "() {} }");
            output = folder.resolve("lib-" + method);
            compile();
            Files.deleteIfExists(jar);
            try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
                zip.putNextEntry(new ZipEntry("lib/L.class"));
                zip.write(Files.readAllBytes(output.resolve("lib/L.class")));
            }
            Files.delete(sources.resolve("lib/L.java"));
            source("A.java", "class A { { lib.L." + method + "(); } }");
            compiler.compile(withJar, folder.resolve("out-" + method));
            Files.delete(sources.resolve("A.java"));
        }
        assertThat(folder.resolve("out-second/A.class")).exists();
    }

    @Test
    void runsTheProcessorsOfTheClassPath() throws Exception {
        Path processors = folder.resolve("processors");
        source("p/P.java", """
                package p;
                import java.io.Writer;
                import java.util.Set;
                import javax.annotation.processing.*;
                import javax.lang.model.SourceVersion;
                import javax.lang.model.element.TypeElement;
                @SupportedAnnotationTypes("*")
                public class P extends AbstractProcessor {
                    private boolean done;
                    @Override public SourceVersion getSupportedSourceVersion() { return SourceVersion.latest(); }
                    @Override public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
                        if (!done) {
                            done = true;
                            try (Writer out = processingEnv.getFiler().createSourceFile("Made").openWriter()) {
                                out.write("class Made {}");
                            } catch (java.io.IOException e) {
                                throw new RuntimeException(e);
                            }
                        }
                        return false;
                    }
                }
                """);
        output = processors;
        compile("-proc:none");
        Path services = Files.createDirectories(processors.resolve("META-INF/services"));
        Files.writeString(services.resolve("javax.annotation.processing.Processor"), "p.P\n");
        Files.delete(sources.resolve("p/P.java"));
        source("A.java", "class A { Made made; }");
        output = folder.resolve("2/classes");
        compiler.compile(new Compilation(List.of(sources), List.of(processors), List.of(), List.of()), output);
        assertThat(output.resolve("Made.class")).exists();
        Path named = folder.resolve("3/classes");
        compiler.compile(new Compilation(List.of(sources), List.of(), List.of(processors), List.of()), named);
        assertThat(named.resolve("Made.class")).exists();
    }

    @Test
    void endsAtAHundredErrors() throws Exception {
        StringBuilder text = new StringBuilder("class A {\n");
        for (int i = 0; i < 150; i++) {
            text.append("Missing").append(i).append(" x").append(i).append(";\n");
        }
        source("A.java", text + "}");
        assertThat(failure().diagnostics()).hasSize(100);
    }
}
