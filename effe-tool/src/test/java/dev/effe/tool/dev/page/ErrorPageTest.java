package dev.effe.tool.dev.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.tool.dev.build.BuildException;
import dev.effe.tool.dev.build.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorPageTest {

    private static final String EVIL = "</script><script>alert('1')</script>&\"{body}{nonce}$1\\";

    @TempDir
    Path folder;

    private final Failures failures = new Failures((type, file) -> Optional.empty());

    private String page(Failure failure) {
        return new ErrorPage(folder, 7, "/state", true).html(failure, "n0nce");
    }

    private Failure ofSource(String text, int line, int column, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("A.java"), text);
        return failures.of(BuildException.of(List.of(new Diagnostic(Optional.of(file), line, column, message))));
    }

    @Test
    void nothingOfASourceIsMarkup() throws IOException {
        String html = page(ofSource(EVIL + "\n", 1, 1, EVIL));
        assertThat(html)
                .contains("&lt;/script&gt;&lt;script&gt;alert(&#39;1&#39;)")
                .doesNotContain("alert('1')");
        assertThat(html.split("<script", -1)).hasSize(2);
        assertThat(html.split("</script>", -1)).hasSize(2);
        assertThat(html).contains("{body}{nonce}$1\\");
    }

    @Test
    void nothingOfAnExceptionOrAProgramIsMarkup() {
        assertThat(page(failures.of("The function threw", null, new IllegalStateException(EVIL))))
                .doesNotContain("alert('1')");
        assertThat(page(failures.of(BuildException.of(EVIL, EVIL)))).doesNotContain("alert('1')");
    }

    @Test
    void asTextEachLineOfAMessageIsALine() throws IOException {
        Failure failure = ofSource("one;\n", 1, 1, "cannot find symbol\n  symbol: one");
        assertThat(FailureLines.of(failure, folder))
                .containsExactly(
                        "It does not compile: 1 error",
                        "A.java:1: cannot find symbol",
                        "  symbol: one",
                        "    one;",
                        "    ^");
        assertThat(FailureLines.of(failures.of("run threw", null, new IllegalStateException("one\ntwo")), folder))
                .contains("two")
                .noneMatch(line -> line.contains("\n"));
    }

    @Test
    void aColumnFarBehindWhatIsShownIsNotMarked() throws IOException {
        Failure failure = ofSource("x".repeat(1_000_000) + "\n", 1, 999_999, "no");
        assertThat(String.join("\n", FailureLines.of(failure, folder)))
                .hasSizeLessThan(1_000)
                .doesNotContain("^");
        assertThat(page(failure)).hasSizeLessThan(20_000);
    }

    @Test
    void marksTheLineAndTheColumn() throws IOException {
        String html = page(ofSource("one\ntwo\n\tthree;\nfour\nfive\nsix\nseven\nlast\n", 3, 14, "';' expected"));
        assertThat(html)
                .contains("A.java<span>:3:14</span>")
                .contains("<mark><i>   3 </i>        three;</mark>\n<b><i>     </i>             ^</b>")
                .contains("<i>   1 </i>one", "<i>   7 </i>seven")
                .doesNotContain("last");
    }

    @Test
    void aLineThatIsNotThereIsLeftOut() throws IOException {
        assertThat(page(ofSource("one\n", 9, 1, "gone"))).contains("gone").doesNotContain("<mark>");
        assertThat(page(ofSource("one\n", 0, 0, "nowhere"))).contains("nowhere").doesNotContain("<mark>");
    }

    @Test
    void isBoundedWhateverIsWrong() throws IOException {
        Path file = Files.writeString(folder.resolve("A.java"), ("x".repeat(100_000) + "\n").repeat(10));
        List<Diagnostic> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new Diagnostic(Optional.of(file), 1 + i % 10, 90_000, "error " + i));
        }
        String html = page(failures.of(BuildException.of(many)));
        assertThat(html.length()).isLessThan(400_000);
        assertThat(html).contains("error 49", "and 50 more errors").doesNotContain("error 50<");
        assertThat(FailureLines.of(failures.of(BuildException.of(many)), folder))
                .hasSizeLessThan(70)
                .contains("and 80 more");
    }

    @Test
    void onlyWhatHasTheNonceRunsOrLoads() {
        String html = page(failures.of("title", "message"));
        assertThat(html).contains("<style nonce=\"n0nce\">", "<script nonce=\"n0nce\">");
        assertThat(html).doesNotContain("style=", "onclick", "src=", "href=", "@import", "http://", "https://");
        assertThat(ErrorPage.policy("n0nce"))
                .startsWith("default-src 'none'")
                .contains("script-src 'nonce-n0nce'", "base-uri 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void loadsItselfOnlyIfItsRequestChangesNothing() {
        Failure failure = failures.of("title", "message");
        assertThat(page(failure)).contains("var again = true;", "now.state !== 7 &&", "fetch(\"/state\"");
        assertThat(new ErrorPage(folder, 7, "/state", false).html(failure, "n")).contains("var again = false;");
    }

    @Test
    void showsTheProjectsOwnFrames() throws IOException {
        String self = getClass().getName();
        StackTraceElement own = new StackTraceElement("A", "run", "A.java", 2);
        StackTraceElement bridge = new StackTraceElement("A", "run", "A.java", 1);
        StackTraceElement others = new StackTraceElement(self, "call", "Other.java", 1);
        Path file = Files.writeString(folder.resolve("A.java"), "class A {\n  throw <here>;\n}\n");
        Failures finding = new Failures((type, name) -> type.equals("A") ? Optional.of(file) : Optional.empty());
        IllegalStateException thrown = new IllegalStateException("outer", new IOException("inner"));
        thrown.setStackTrace(new StackTraceElement[] {others, own, bridge});
        String html = page(finding.of("The function threw", null, thrown));
        assertThat(html)
                .contains("<mark><i>   2 </i>  throw &lt;here&gt;;</mark>", "Caused by java.io.IOException: inner")
                .contains("<li class=own>A.run(A.java:2)</li>", "<li>" + self + ".call(Other.java:1)</li>");
        assertThat(html.split("<mark>", -1)).hasSize(2);
    }

    @Test
    void readsNoEndOfAnExceptionThatThrowsItself() {
        Throwable evil = new RuntimeException("evil") {
            @Override
            public synchronized Throwable getCause() {
                return this;
            }

            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        };
        assertThat(page(failures.of("The function threw", null, evil))).contains("which cannot be read");
    }
}
