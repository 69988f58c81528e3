package dev.effe.tool.dev.project;

import dev.effe.server.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The poms of a build of Maven's, as they are written. Immutable. */
final class Poms {

    static final String NAME = "pom.xml";

    private final Path root;
    private final Map<String, Path> modules = new LinkedHashMap<>();
    private final Set<Path> files = new TreeSet<>();

    private Poms(Path root) {
        this.root = root;
    }

    /**
     * The build that a module is of: the outermost one whose poms lead to it.
     *
     * @param module a folder with a pom
     */
    static Poms around(Path module) throws IOException {
        Path root = module;
        for (Path outer = root.getParent(); outer != null && hasModule(outer, root); outer = root.getParent()) {
            root = outer;
        }
        Poms poms = new Poms(root);
        poms.add(root);
        return poms;
    }

    private static boolean hasModule(Path outer, Path inner) throws IOException {
        Path pom = outer.resolve(NAME);
        return Files.isRegularFile(pom)
                && Xml.read(pom).all("modules", "module").stream()
                        .anyMatch(module -> folder(outer, module).equals(inner));
    }

    private static Path folder(Path outer, Xml module) {
        Path path = outer.resolve(module.text()).normalize();
        Path parent = path.getParent();
        return path.toString().endsWith(".xml") && parent != null ? parent : path;
    }

    private void add(Path folder) throws IOException {
        Path pom = folder.resolve(NAME);
        if (!Files.isRegularFile(pom) || !files.add(pom)) {
            return;
        }
        Xml project = Xml.read(pom);
        project.text("artifactId").ifPresent(name -> modules.putIfAbsent(name, folder));
        addParents(folder, project);
        for (Xml module : project.all("modules", "module")) {
            add(folder(folder, module));
        }
    }

    /** Parents that are no part of the build, but beside it. */
    private void addParents(Path folder, Xml project) throws IOException {
        Optional<Xml> parent = project.all("parent").stream().findFirst();
        if (parent.isEmpty()) {
            return;
        }
        boolean elsewhere = parent.get().all("relativePath").stream()
                .anyMatch(path -> path.text().isEmpty());
        Path named = folder.resolve(parent.get().text("relativePath").orElse("../" + NAME))
                .normalize();
        Path pom = Files.isDirectory(named) ? named.resolve(NAME) : named;
        if (!elsewhere && Files.isRegularFile(pom) && files.add(pom)) {
            addParents(pom.resolveSibling("").normalize(), Xml.read(pom));
        }
    }

    /** The folder where Maven is to be started. */
    Path root() {
        return root;
    }

    /** The folder of a module; empty if it is none of this build. */
    Optional<Path> folder(String artifact) {
        return Optional.ofNullable(modules.get(artifact));
    }

    Set<Path> files() {
        return files;
    }

    /** Another one as soon as a pom is. */
    String checksum() throws IOException {
        MessageDigest digest = Sha256.digest();
        for (Path file : files) {
            digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
