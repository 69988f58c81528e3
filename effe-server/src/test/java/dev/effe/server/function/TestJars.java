package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.slf4j.LoggerFactory;

/** Compiles functions and packs them: {@code TestJars.in(folder).source(...).jar("my.jar")}. */
final class TestJars {

    private final Path folder;
    private final List<JavaFileObject> sources = new ArrayList<>();
    private final List<Path> dependencies = new ArrayList<>(List.of(home(Logic.class), home(LoggerFactory.class)));
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<String> left = new ArrayList<>();
    private final Map<String, Integer> javaVersions = new TreeMap<>();
    private final Manifest manifest = new Manifest();

    private TestJars(Path folder) {
        this.folder = folder;
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    static TestJars in(Path folder) {
        return new TestJars(folder);
    }

    /** Where a class was loaded from. */
    static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** A function without contexts, in com.acme, with further members. */
    TestJars logic(String simpleName, String... members) {
        return source(
                "com.acme." + simpleName,
                "public class " + simpleName + " implements dev.effe.Logic<Object> {" + String.join("\n", members)
                        + " public Object start() throws Exception { return \"" + simpleName + "\"; }"
                        + " public void run(Object context, dev.effe.Request request, dev.effe.Response response) {} }");
    }

    TestJars source(String name, String text) {
        int dot = name.lastIndexOf('.');
        String whole = "package " + name.substring(0, dot) + ";\n" + text;
        sources.add(
                new SimpleJavaFileObject(
                        URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return whole;
                    }
                });
        return this;
    }

    TestJars against(Path jar) {
        dependencies.add(jar);
        return this;
    }

    TestJars file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    TestJars file(String name, byte[] bytes) {
        files.put(name, bytes);
        return this;
    }

    TestJars manifest(String attribute, String value) {
        manifest.getMainAttributes().putValue(attribute, value);
        return this;
    }

    /** Leaves a class out, once it is compiled. */
    TestJars without(String className) {
        left.add(className.replace('.', '/') + ".class");
        return this;
    }

    /** Makes a class look as if compiled for this Java. */
    TestJars javaVersion(String className, int version) {
        javaVersions.put(className.replace('.', '/') + ".class", version);
        return this;
    }

    Path jar(String name) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> file : content().entrySet()) {
                entries.putNextEntry(new ZipEntry(file.getKey()));
                entries.write(file.getValue());
                entries.closeEntry();
            }
        }
        return jar;
    }

    Path folder(String name) throws IOException {
        Path target = folder.resolve(name);
        for (Map.Entry<String, byte[]> file : content().entrySet()) {
            Path path = target.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return Files.createDirectories(target);
    }

    Map<String, byte[]> content() throws IOException {
        Map<String, byte[]> content = new TreeMap<>(files);
        Path classes = Files.createTempDirectory(folder, "compiled");
        compile(classes);
        try (Stream<Path> compiled = Files.walk(classes).filter(Files::isRegularFile)) {
            compiled.forEach(file -> content.put(classes.relativize(file).toString(), bytes(file)));
        }
        left.forEach(content::remove);
        javaVersions.forEach((name, version) -> content.get(name)[7] = (byte) (version + 44));
        return content;
    }

    private void compile(Path classes) {
        if (sources.isEmpty()) {
            return;
        }
        String classPath = String.join(
                File.pathSeparator, dependencies.stream().map(Path::toString).toList());
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-nowarn",
                "-implicit:none",
                "-d",
                classes.toString(),
                "-cp",
                classPath);
        StringWriter errors = new StringWriter();
        CompilationTask task = ToolProvider.getSystemJavaCompiler().getTask(errors, null, null, options, null, sources);
        assertThat(task.call()).as(errors.toString()).isTrue();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
