package dev.effe.tool.dev.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.tool.dev.page.Failure;
import dev.effe.tool.dev.page.TestView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real tests in JVMs of their own. */
class TestRunsTest {

    private static final String STOCK = "@Test void counts() { assertThat(new Stock().count()).isEqualTo(3); }";
    private static final String PRICE = "@Test void is() { assertThat(Price.of()).isEqualTo(7); }";

    @TempDir
    Path temporary;

    private SavedProject project(Duration limit) throws Exception {
        SavedProject project = new SavedProject(temporary.toRealPath(), limit);
        project.main("Stock", "public int count() { return 3; }");
        project.main("Price", "public static int of() { return 7; }");
        return project;
    }

    @Test
    void runsWhatASaveConcernsAndWhatFailedBefore() throws Exception {
        try (SavedProject project = project(Duration.ofSeconds(30))) {
            project.test("StockTest", STOCK);
            project.test("PriceTest", PRICE);
            project.test("Helper", "static int one() { return 1; }");
            project.test(
                    "HelperTest",
                    "@Test void helps() { assertThat(Helper.one()).isEqualTo(1); }\n"
                            + "@Test void hasArguments() { assertThat(System.getProperty(\"given\")).isEqualTo(\"yes\"); }\n"
                            + "@Test @Disabled void never() { throw new IllegalStateException(); }");
            project.reload();
            assertThat(project.runs.toggle()).isTrue();
            TestView all = project.await(1);
            assertThat(all.title()).isEqualTo("4 tests passed");
            assertThat(all.message()).matches("in [0-9.]+ s, 1 skipped");
            assertThat(all.good()).isTrue();

            project.main("Stock", "public int count() { return 4; }");
            project.reload();
            TestView broken = project.await(2);
            assertThat(broken.title()).isEqualTo("1 of 1 test failed");
            Failure failure = broken.failures().get(0);
            assertThat(failure.title()).isEqualTo("StockTest.counts");
            assertThat(failure.causes().get(0).text()).contains("expected: 3").contains("but was: 4");
            assertThat(failure.causes().get(0).frames().get(0).source())
                    .isEqualTo(project.folder.resolve("src/test/java/a/StockTest.java"));
            assertThat(failure.causes().get(0).frames().get(0).line()).isEqualTo(5);

            // That of the helper, and the one that failed.
            project.test("Helper", "static int one() { return Integer.parseInt(\"1\"); }");
            assertThat(project.await(3).title()).isEqualTo("1 of 3 tests failed");

            project.main("Stock", "public int count() { return 3; }");
            project.reload();
            assertThat(project.await(4).title()).isEqualTo("1 test passed");
            assertThat(project.await(4).good()).isTrue();
        }
        assertThat(temporary.resolve("target/effe-dev/tests/test-classes")).isEmptyDirectory();
    }

    @Test
    void honoursTheOptionsOfSurefire() throws Exception {
        try (SavedProject project = project(Duration.ofSeconds(30))) {
            project.test("OldTest", "@Test void fails() { throw new IllegalStateException(); }");
            project.test("TaggedTest", """
                    @Test void hasAProperty() { assertThat(System.getProperty("given.too")).isEqualTo("yes"); }
                    @Test void hasAVariable() { assertThat(System.getenv("GIVEN")).isEqualTo("yes"); }
                    @Test @Tag("slow") void fails() { throw new IllegalStateException(); }
                    """);
            project.reload();
            project.runs.toggle();
            assertThat(project.await(1).title()).isEqualTo("2 tests passed");
            project.test("TaggedTest", "@Test @Tag(\"slow\") void fails() { throw new IllegalStateException(); }");
            assertThat(project.await(2).title()).isEqualTo("No test ran");
        }
    }

    @Test
    void aTestThatDoesNotCompileIsAnErrorOfTheTests() throws Exception {
        try (SavedProject project = project(Duration.ofSeconds(30))) {
            project.test("StockTest", STOCK.replace("Stock()", "Stok()"));
            project.reload();
            project.runs.toggle();
            TestView view = project.await(1);
            assertThat(view.title()).isEqualTo("The tests do not compile");
            assertThat(view.failures().get(0).diagnostics().get(0).message()).contains("Stok");
            project.test("StockTest", STOCK);
            assertThat(project.await(2).title()).isEqualTo("1 test passed");
            project.test("StockTest", STOCK.replace("Stock()", "Stok()"));
            assertThat(project.await(3).good()).isFalse();
            project.test("StockTest", STOCK);
            assertThat(project.await(4).title()).isEqualTo("All tests pass as before");
            assertThat(project.await(4).good()).isTrue();
        }
    }

    @Test
    void aTestThatHangsIsNamedAndTheOthersRun() throws Exception {
        try (SavedProject project = project(Duration.ofSeconds(15))) {
            project.test(
                    "AHangingTest",
                    "@Test void waits() throws Exception { new Object() {{ synchronized (this) { wait(); } }}; }");
            project.test("PriceTest", PRICE);
            project.reload();
            project.runs.toggle();
            TestView view = project.await(1);
            assertThat(view.title()).isEqualTo("1 of 2 tests failed");
            Failure failure = view.failures().get(0);
            assertThat(failure.title()).isEqualTo("AHangingTest.waits");
            assertThat(failure.message()).isEqualTo("The test hangs: it was ended after 15 s");
            assertThat(failure.causes().get(0).frames()).anyMatch(frame -> frame.line() == 5);
        }
    }

    @Test
    void aTestThatEndsTheJvmIsNamedAndTheOthersRun() throws Exception {
        try (SavedProject project = project(Duration.ofSeconds(30))) {
            project.test("AnExitTest", "@Test void exits() { System.exit(0); }");
            project.test("HaltTest", "@Test void halts() { Runtime.getRuntime().halt(9); }");
            project.test("PriceTest", PRICE);
            project.reload();
            project.runs.toggle();
            TestView view = project.await(1);
            assertThat(view.title()).isEqualTo("2 of 3 tests failed");
            assertThat(view.failures())
                    .extracting(Failure::title, Failure::message)
                    .containsExactly(
                            org.assertj.core.api.Assertions.tuple(
                                    "AnExitTest.exits", "The test ended the JVM, as System.exit does"),
                            org.assertj.core.api.Assertions.tuple(
                                    "HaltTest.halts", "The JVM of the test ended with exit code 9"));
        }
    }

    @Test
    void ofATestThatPrintsMuchTheEndIsKept() throws Exception {
        try (SavedProject project = project(Duration.ofSeconds(30))) {
            project.test(
                    "LoudTest",
                    "@Test void prints() throws Exception {"
                            + " for (int i = 0; i < 200_000; i++) System.out.println(\"line \" + i);"
                            + " new ProcessBuilder(\"echo\", \"a child\").inheritIO().start().waitFor();"
                            + " throw new IllegalStateException(\"loud\"); }");
            project.reload();
            project.runs.toggle();
            Failure failure = project.await(1).failures().get(0);
            assertThat(failure.output()).endsWith("line 199999\n").hasSizeBetween(10_000, 16 * 1024);
            assertThat(failure.message()).isEqualTo("java.lang.IllegalStateException: loud");
        }
    }

    @Test
    void aSaveEndsARunAndTheSwitchTooAndNothingIsLeft() throws Exception {
        try (SavedProject project = project(Duration.ofSeconds(60))) {
            Path begun = project.folder.resolve("begun");
            String waits = "@Test void waits() throws Exception {"
                    + " java.nio.file.Files.writeString(java.nio.file.Path.of(\"" + begun + "\"),"
                    + " Long.toString(ProcessHandle.current().pid()));"
                    + " synchronized (this) { wait(); } }";
            project.test("SlowTest", waits);
            project.reload();
            project.runs.toggle();
            ProcessHandle first = process(begun);
            Files.delete(begun);
            project.main("Stock", "public int count() { return 5; }");
            project.reload();
            ProcessHandle second = process(begun);
            first.onExit().join();
            assertThat(second.pid()).isNotEqualTo(first.pid());
            assertThat(project.runs.toggle()).isFalse();
            second.onExit().join();
            Files.delete(begun);
            assertThat(project.runs.toggle()).isTrue();
            ProcessHandle third = process(begun);
            assertThat(project.views).isEmpty();
            project.test("SlowTest", PRICE);
            third.onExit().join();
            assertThat(project.await(1).title()).isEqualTo("1 test passed");
        }
    }

    private static ProcessHandle process(Path begun) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(begun) && Files.size(begun) > 0);
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(begun))).orElseThrow();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aProjectWithoutTestsIsSaidOnce() throws Exception {
        try (SavedProject project = project(Duration.ofSeconds(30))) {
            project.reload();
            project.runs.toggle();
            Awaitility.await().until(() -> !project.notes.isEmpty());
            assertThat(project.notes)
                    .isEqualTo(List.of("There are no tests here: they are sources of a Maven project that dev compiles,"
                            + " in src/test/java"));
            assertThat(project.views).isEmpty();
        }
    }
}
