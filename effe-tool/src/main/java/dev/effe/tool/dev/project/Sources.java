package dev.effe.tool.dev.project;

import dev.effe.server.settings.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells what a developer names: effe.yaml, a folder or a file. Stateless. */
public final class Sources {

    private static final String APP = "effe.yaml";

    private Sources() {}

    /** The sources where nothing is named: effe.yaml, else the folder if it has a pom. */
    public static Path here(Path folder) {
        if (Files.exists(folder.resolve(APP))) {
            return folder.resolve(APP);
        }
        if (Files.exists(folder.resolve(Poms.NAME))) {
            return folder;
        }
        throw new UsageException("There is neither effe.yaml nor pom.xml in " + folder
                + ": name effe.yaml, a folder or a file such as Hello.java (effe dev --help)");
    }

    /** The source that a name means: effe.yaml of a folder that has one, else what is named. */
    public static Path named(Path path) {
        Path app = path.resolve(APP);
        return Files.isRegularFile(app) ? app : path;
    }

    /** True if it is the file of an application. */
    public static boolean isApp(Path named) {
        String name = named.toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /**
     * The sources that are named.
     *
     * @param apps the files of an application; empty for anything else
     * @param only the functions of it to serve; empty for all
     * @param work a folder for what is made of a source file
     */
    public static Source of(Path named, List<Path> apps, List<String> only, Path work, Asked asked) {
        Path path = named.toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw new UsageException(path + " does not exist: name effe.yaml, a folder or a file such as Hello.java");
        }
        if (!apps.isEmpty()) {
            return new AppSource(
                    apps.stream().map(app -> app.toAbsolutePath().normalize()).toList(), only, asked);
        }
        if (Files.isDirectory(path)) {
            return new FolderSource(path, asked);
        }
        if (path.toString().endsWith(".java")) {
            return new FileSource(path, work, asked);
        }
        throw new UsageException(path + " cannot be served by dev: name effe.yaml, a folder or a file such as"
                + " Hello.java (effe --function serves a jar)");
    }
}
