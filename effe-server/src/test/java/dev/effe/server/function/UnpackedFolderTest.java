package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars and zips that have jars inside them. */
final class UnpackedFolderTest {

    @TempDir
    Path folder;

    private Path library() throws Exception {
        return TestJars.in(folder)
                .source("com.acme.Library", "public class Library { public static String text() { return \"lib\"; } }")
                .jar("library.jar");
    }

    private TestJars function() throws Exception {
        return TestJars.in(folder)
                .against(library())
                .logic("Hello", "public String toString() { return Library.text(); }")
                .file("data/own.txt", "own")
                .file("lib/library.jar", Files.readAllBytes(library()));
    }

    @Test
    void seesTheJarsInLib() throws Exception {
        for (String name : new String[] {"my.jar", "my.zip"}) {
            try (LoadedLogic loaded = LogicLoader.load(
                            FunctionSource.of(function().jar(name)), null)
                    .orElseThrow()) {
                assertThat(loaded.logic()).hasToString("lib");
                assertThat(loaded.origin()).isEqualTo("com.acme.Hello in " + name);
            }
        }
    }

    @Test
    void isThereUntilTheFunctionIsClosed() throws Exception {
        Path unpacked;
        FunctionClassLoader loader;
        try (FunctionPath path = FunctionSource.of(function().jar("my.zip")).open()) {
            unpacked = path.folder();
            loader = (FunctionClassLoader) path.newLoader();
        }
        try (loader) {
            assertThat(unpacked.resolve("data/own.txt")).hasContent("own");
            assertThat(loader.loadClass("com.acme.Library")).isNotNull();
        }

        assertThat(unpacked).doesNotExist();
    }

    @Test
    void isGoneIfNoLoaderTookIt() throws Exception {
        FunctionPath path = FunctionSource.of(function().jar("my.zip")).open();
        Path unpacked = path.folder();
        assertThat(unpacked).exists();

        path.close();

        assertThat(unpacked).doesNotExist();
    }

    @Test
    void readsAJarWithoutJarsAsItIs() throws Exception {
        try (FunctionPath path = FunctionSource.of(library()).open()) {
            assertThat(path.folder()).isEqualTo(folder);
        }
    }

    @Test
    void refusesFilesOutside() throws Exception {
        Path zip = folder.resolve("evil.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            for (String name : new String[] {"lib/a.jar", "../" + folder.getFileName() + ".evil"}) {
                entries.putNextEntry(new ZipEntry(name));
                entries.write("x".getBytes(StandardCharsets.UTF_8));
                entries.closeEntry();
            }
        }

        assertThatThrownBy(() -> FunctionSource.of(zip).open())
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("it has a file outside of it: ../");
    }
}
