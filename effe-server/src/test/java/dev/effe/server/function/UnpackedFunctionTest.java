package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Logic;
import dev.effe.server.kit.LogLines;
import dev.effe.spi.HandlerSpec;
import dev.effe.spi.HttpEvents;
import dev.effe.spi.LogicProvider;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions that are a folder, whatever they come in, and layers. */
final class UnpackedFunctionTest {

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

    private static LoadedLogic handler(FunctionSource source) throws LoadException {
        HttpEvents http = new HttpEvents(HttpEvents.Shape.V2, false);
        return HandlerLoader.load(
                source,
                new NamedHandler("com.acme.Hello::run", Optional.empty(), 1, false, http, true),
                () -> new LogicProvider() {
                    @Override
                    public ClassLoader platform(ClassLoader api) {
                        return api;
                    }

                    @Override
                    public Logic<?> provide(HandlerSpec spec) throws Exception {
                        assertThat(spec.folder().resolve("com/acme/Hello.class"))
                                .exists();
                        return (Logic<?>) spec.loader()
                                .loadClass("com.acme.Hello")
                                .getConstructor()
                                .newInstance();
                    }
                });
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
    void givesAHandlerAFolderOfEveryPackage() throws Exception {
        TestJars jars = TestJars.in(folder)
                .logic("Hello")
                .file("data/own.txt", "own")
                .file("META-INF/STALE.SF", "Signature-Version: 1.0\r\nSHA-256-Digest-Manifest: x\r\n\r\n")
                .file("META-INF/STALE.RSA", "x");
        for (Path made : List.of(jars.jar("my.jar"), jars.jar("my.zip"), jars.folder("my"))) {
            try (LoadedLogic loaded = handler(FunctionSource.of(made))) {
                URL resource = loaded.loader().getResource("data/own.txt");
                assertThat(resource).hasProtocol("file");
                assertThat(Path.of(resource.toURI())).hasContent("own");
                URL listed = loaded.loader().getResource("data/");
                try (var in = listed.openStream()) {
                    assertThat(in.readAllBytes()).asString().isEqualTo("own.txt\n");
                }
                assertThat(loaded.loader().getResource("data")).isNotNull();
            }
        }
    }

    @Test
    void readsAJarOfALogicAsItIs() throws Exception {
        try (FunctionPath path = FunctionSource.of(library()).open()) {
            assertThat(path.folder()).isEqualTo(folder);
        }
    }

    @Test
    void leavesTheFilesToTheNextStart() throws Exception {
        Path jar = function().jar("my.zip");
        Path unpacked;
        try (FunctionPath path = FunctionSource.of(jar).open()) {
            unpacked = path.folder();
            try (FunctionPath other = FunctionSource.of(jar).open()) {
                assertThat(other.folder()).isNotEqualTo(unpacked);
            }
        }
        FunctionClassLoader loader;
        try (FunctionPath path = FunctionSource.of(jar).open()) {
            assertThat(path.folder()).isEqualTo(unpacked);
            loader = (FunctionClassLoader) path.newLoader();
        }
        try (loader) {
            assertThat(unpacked.resolve("data/own.txt")).hasContent("own");
            assertThat(loader.loadClass("com.acme.Library")).isNotNull();
            try (FunctionPath other = FunctionSource.of(jar).open()) {
                assertThat(other.folder()).as("the loader has it").isNotEqualTo(unpacked);
            }
        }
    }

    @Test
    void saysWhyAPackageCannotBeUnpacked() throws Exception {
        Path text = Files.writeString(folder.resolve("text.zip"), "no zip");

        assertThatThrownBy(() -> handler(FunctionSource.of(text)))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(text + " is neither a jar nor a folder: ");
    }

    @Test
    void findsNativeLibrariesInTheFolderAndInLib() throws Exception {
        byte[] noElf = "no library".getBytes(StandardCharsets.US_ASCII);
        String file = System.mapLibraryName("effetest");
        for (String place : List.of("", "lib/")) {
            Path jar = TestJars.in(folder)
                    .logic("Hello", "public Object usable() { System.loadLibrary(\"effetest\"); return null; }")
                    .file(place + file, noElf)
                    .jar("native.jar");
            try (LoadedLogic loaded = handler(FunctionSource.of(jar))) {
                assertThatThrownBy(() ->
                                loaded.logic().getClass().getMethod("usable").invoke(loaded.logic()))
                        .rootCause()
                        .isInstanceOf(UnsatisfiedLinkError.class)
                        .hasMessageContaining("task/" + place + file);
            }
        }
    }

    @Test
    void looksIntoLayersAtLast() throws Exception {
        TestJars one = TestJars.in(folder)
                .file("java/lib/library.jar", Files.readAllBytes(library()))
                .file("java/lib/text.jar", "replaced by the next")
                .file("java/ignored.jar", "x")
                .file("lib/" + System.mapLibraryName("x"), "x");
        TestJars two = TestJars.in(folder)
                .file(
                        "java/lib/text.jar",
                        Files.readAllBytes(TestJars.in(folder)
                                .file("text", "two")
                                .file("a", "two")
                                .jar("a.jar")));
        Path jar = TestJars.in(folder)
                .against(library())
                .logic("Hello", "public String toString() { return Library.text(); }")
                .file("a", "own")
                .jar("hello.jar");
        Path third = TestJars.in(folder).file("third", "3").jar("third.jar");
        List<Path> layers = List.of(one.jar("one.zip"), two.folder("two"), third);

        for (LoadedLogic made : List.of(
                handler(FunctionSource.of(jar).withLayers(layers)),
                LogicLoader.load(FunctionSource.of(jar).withLayers(layers), null)
                        .orElseThrow())) {
            try (LoadedLogic loaded = made) {
                assertThat(loaded.logic()).hasToString("lib");
                assertThat(text(loaded, "text")).isEqualTo("two");
                assertThat(text(loaded, "a")).isEqualTo("own");
                assertThat(text(loaded, "third")).isEqualTo("3");
                assertThat(((FunctionClassLoader) loaded.loader()).findLibrary("x"))
                        .endsWith("task/lib/" + System.mapLibraryName("x"));
            }
        }
    }

    private static String text(LoadedLogic loaded, String name) throws Exception {
        try (var in = loaded.loader().getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void namesALayerThatIsNotThere() throws Exception {
        FunctionSource source = FunctionSource.of(library()).withLayers(List.of(folder.resolve("none.zip")));

        assertThatThrownBy(() -> handler(source))
                .isInstanceOf(LoadException.class)
                .hasMessage(folder.resolve("none.zip") + " does not exist: name a folder, zip or jar with --layer");
    }

    @Test
    void namesALayerOfWhichNothingIsUsed() throws Exception {
        Path jar = TestJars.in(folder).logic("Hello").jar("my.jar");
        Path flat = TestJars.in(folder)
                .file("library.jar", Files.readAllBytes(library()))
                .folder("flat");
        Path nativeOnly = TestJars.in(folder).file("lib/liba.so", "a").folder("native");
        try (LogLines log = LogLines.of(FunctionOpener.class)) {
            LogicLoader.load(FunctionSource.of(jar).withLayers(List.of(flat, nativeOnly)), null)
                    .orElseThrow()
                    .close();
            assertThat(log.messages())
                    .containsExactly("Nothing of the layer " + flat
                            + " is used: it has neither jars in java/lib nor a folder lib");
        }
    }
}
