package dev.effe.tool.dev.project;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.dev.build.BuildCommand;
import dev.effe.tool.dev.build.BuildException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Asks Maven for the class paths and the effective poms of modules, in one run. It goes as far as the phase compile, without
 * compiling: a module then finds others by their folders, and sources that plugins generate are there. Stateless.
 */
final class Maven {

    /** The files that a run leaves in each module, and in the root. */
    static final Path HOME = Path.of("target", "effe-dev");

    static final Path CLASS_PATH = HOME.resolve("class-path.txt");
    static final Path DEPENDENCIES = HOME.resolve("dependencies.txt");
    static final Path EFFECTIVE_POM = HOME.resolve("effective-pom.xml");

    private static final String DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:";
    private static final String ERROR = "[ERROR]";
    private static final int MOST_LINES = 20;
    private static final String HELP_PLUGIN = "org.apache.maven.plugins:maven-help-plugin:3.5.1:";

    private Maven() {}

    /**
     * Runs it.
     *
     * @param modules of that root
     * @param progress is given a line now and then
     */
    static void run(Path root, List<Path> modules, Consumer<String> progress)
            throws BuildException, IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program(root), "-B", "-pl"));
        command.add(modules.stream()
                .map(root::relativize)
                .map(path -> path.toString().isEmpty() ? "." : path.toString())
                .reduce((one, other) -> one + "," + other)
                .orElse("."));
        command.add("-am");
        command.addAll(List.of(
                "compile",
                DEPENDENCY_PLUGIN + "list",
                DEPENDENCY_PLUGIN + "build-classpath",
                HELP_PLUGIN + "effective-pom",
                "-Dmaven.main.skip=true",
                "-DoutputAbsoluteArtifactFilename=true",
                "-DoutputFile=" + DEPENDENCIES,
                "-Dmdep.outputFile=" + CLASS_PATH,
                "-Doutput=" + EFFECTIVE_POM));
        progress.accept("Maven is asked for the class path, which is kept until a pom changes");
        run(command, root, progress);
    }

    private static void run(List<String> command, Path folder, Consumer<String> progress)
            throws BuildException, IOException, InterruptedException {
        try {
            BuildCommand.run(command, "Maven", folder, new Progress(progress));
        } catch (BuildException e) {
            String shown = "The command was: " + String.join(" ", command);
            throw BuildException.of(String.valueOf(e.getMessage()), errors(e.output()) + "\n" + shown);
        }
    }

    /** The errors that Maven prints, without its advice; without any the end of all, as of a wrapper that cannot download. */
    static String errors(String output) {
        List<String> all = output.lines().toList();
        List<String> errors = all.stream()
                .filter(line -> line.startsWith(ERROR))
                .map(line -> line.substring(ERROR.length()).strip())
                .takeWhile(line -> !line.startsWith("To see the full stack trace"))
                .map(line -> line.replaceFirst(" ?-> \\[Help \\d+]$", ""))
                .filter(line -> !line.isBlank())
                .toList();
        return String.join(
                "\n", errors.isEmpty() ? all.subList(Math.max(0, all.size() - MOST_LINES), all.size()) : errors);
    }

    /**
     * Fetches an artifact without what it needs.
     *
     * @param folder of a module
     */
    static void fetch(Path folder, String artifact, Consumer<String> progress)
            throws BuildException, IOException, InterruptedException {
        List<String> command = List.of(
                program(folder), "-B", DEPENDENCY_PLUGIN + "get", "-Dtransitive=false", "-Dartifact=" + artifact);
        progress.accept("Maven is asked for what runs tests: " + artifact);
        run(command, folder, progress);
    }

    /** Tells which module is built, and of downloads one now and then. Confined to one thread. */
    private static final class Progress implements Consumer<String> {

        private static final long PAUSE_NANOS = 2_000_000_000;

        private final Consumer<String> progress;
        private long quietUntil = System.nanoTime();

        Progress(Consumer<String> progress) {
            this.progress = progress;
        }

        @Override
        public void accept(String line) {
            boolean download = line.startsWith("[INFO] Downloading from ");
            if (line.startsWith("[INFO] Building ") || (download && System.nanoTime() - quietUntil >= 0)) {
                progress.accept("maven: " + line.substring("[INFO] ".length()).replaceAll(" {2,}", " "));
                quietUntil = System.nanoTime() + PAUSE_NANOS;
            }
        }
    }

    /** The wrapper of the project, in the root or above, else what is on the path. */
    private static String program(Path root) throws ToolException {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        for (Path folder = root; folder != null; folder = folder.getParent()) {
            Path wrapper = folder.resolve(windows ? "mvnw.cmd" : "mvnw");
            if (Files.isExecutable(wrapper)) {
                return wrapper.toString();
            }
        }
        String name = windows ? "mvn.cmd" : "mvn";
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new ToolException("There is neither " + (windows ? "mvnw.cmd" : "mvnw") + " above "
                        + root + " nor mvn on the path: install Maven, or name the libraries by --class-path"));
    }
}
