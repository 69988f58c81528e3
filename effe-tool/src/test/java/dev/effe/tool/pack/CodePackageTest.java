package dev.effe.tool.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.unpack.ZipModes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodePackageTest {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    @TempDir
    private Path folder;

    /** A jar whose entries are in the order given, and were written at a time. */
    private Path jar(String name, long millis, String... entries) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String entry : entries) {
                ZipEntry made = new ZipEntry(entry);
                made.setLastModifiedTime(FileTime.fromMillis(millis));
                zip.putNextEntry(made);
                if (entry.equals(MANIFEST)) {
                    zip.write("Manifest-Version: 1.0\n\n".getBytes(StandardCharsets.UTF_8));
                } else if (!entry.endsWith("/")) {
                    zip.write(("content of " + entry).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return file;
    }

    private static List<String> entries(CodePackage code) throws IOException {
        List<String> names = new ArrayList<>();
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(code.zip()))) {
            assertThat(in.getManifest()).isNotNull();
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    @Test
    void hasTheSameBytesWheneverItWasBuilt() throws IOException {
        Path first = jar("a.jar", 1_000_000_000_000L, "b.txt", "a/", "a/c.txt", MANIFEST);
        Path second = jar("b.jar", 1_700_000_000_000L, MANIFEST, "a/", "b.txt", "a/c.txt");

        CodePackage code = CodePackage.of(List.of(first));

        assertThat(code.zip()).isEqualTo(CodePackage.of(List.of(second)).zip());
        assertThat(entries(code)).containsExactly("a/", "a/c.txt", "b.txt");
        assertThat(code.sha256())
                .isEqualTo(CodePackage.of(List.of(second)).sha256())
                .hasSize(44);
        assertThat(CodePackage.of(List.of(jar("c.jar", 0, MANIFEST, "a/", "a/c.txt", "other.txt")))
                        .sha256())
                .isNotEqualTo(code.sha256());
    }

    @Test
    void laysAClassPathIntoOneFolder() throws IOException {
        Path jar = jar("function.jar", 0, MANIFEST, "twice.txt");
        Path library = jar("library.jar", 0, MANIFEST, "x.txt");
        Path more = Files.createDirectories(folder.resolve("more/deep"));
        Files.writeString(more.resolve("d.txt"), "d");
        Files.writeString(folder.resolve("more/twice.txt"), "another");

        CodePackage code = CodePackage.of(List.of(jar, library, folder.resolve("more")));

        assertThat(code.files().keySet())
                .containsExactlyInAnyOrder(MANIFEST, "deep/d.txt", "lib/library.jar", "twice.txt");
        assertThat(code.files().get("twice.txt").bytes()).isEqualTo("content of twice.txt".length());
    }

    @Test
    void refusesWhatIsNoCode() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "no zip");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path climbing = jar("climbing.jar", 0, "../up.txt");

        assertThatThrownBy(() -> CodePackage.of(List.of(text))).hasMessageContaining("is no jar and no zip");
        assertThatThrownBy(() -> CodePackage.of(List.of(empty))).hasMessageContaining("is empty");
        assertThatThrownBy(() -> CodePackage.of(List.of(climbing))).hasMessageContaining("leads out of it");
        assertThatThrownBy(() -> CodePackage.of(List.of(folder.resolve("none.jar"))))
                .hasMessageContaining("does not exist: build it");
    }

    @Test
    void refusesMoreFilesThanAreAllowed() throws IOException {
        String[] names = new String[65_536];
        for (int i = 0; i < names.length; i++) {
            names[i] = "d" + i + "/";
        }
        assertThat(CodePackage.of(List.of(jar("most.jar", 0, Arrays.copyOf(names, 65_535))))
                        .files())
                .isEmpty();
        Path many = jar("many.jar", 0, names);
        assertThatThrownBy(() -> CodePackage.of(List.of(many))).hasMessageContaining("at most 65535 are allowed");
    }

    private static void executable(Path file, boolean is) {
        assertThat(file.toFile().setExecutable(is)).isTrue();
    }

    private Map<String, Integer> modes(CodePackage code) throws IOException {
        return ZipModes.read(Files.write(folder.resolve("made.zip"), code.zip()));
    }

    @Test
    void keepsTheRightToExecute() throws IOException {
        Path code = Files.createDirectories(folder.resolve("code/bin")).getParent();
        Files.writeString(code.resolve("bootstrap"), "#!/bin/sh");
        Files.writeString(code.resolve("bin/läuft"), "x");
        Files.writeString(code.resolve("bin/data"), "x");
        executable(code.resolve("bin/läuft"), true);

        CodePackage made = CodePackage.of(List.of(code));

        assertThat(modes(made)).isEqualTo(Map.of("bootstrap", 0100755, "bin/läuft", 0100755));
        assertThat(made.files().get("bin/läuft").executable()).isTrue();
        assertThat(made.files().get("bin/data").executable()).isFalse();
        assertThat(CodePackage.of(List.of(code)).zip()).isEqualTo(made.zip());
        // The bits of a zip are kept too, and its bytes are the same.
        CodePackage again = CodePackage.of(List.of(folder.resolve("made.zip")));
        assertThat(again.zip()).isEqualTo(made.zip());

        executable(code.resolve("bin/läuft"), false);
        CodePackage other = CodePackage.of(List.of(code));
        assertThat(modes(other)).isEqualTo(Map.of("bootstrap", 0100755));
        assertThat(other.files()).isNotEqualTo(made.files());
    }

    @Test
    void refusesAZipThatIsCut() throws IOException {
        Path zip = jar("cut.zip", 0, "a.txt", "b.txt");
        byte[] bytes = Files.readAllBytes(zip);
        Files.write(zip, Arrays.copyOf(bytes, bytes.length - 30));

        assertThatThrownBy(() -> CodePackage.of(List.of(zip)))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("cut.zip is no whole jar or zip: ");
    }
}
