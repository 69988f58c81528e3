package dev.effe.tool.dev.tests;

import dev.effe.tool.dev.build.BuildException;
import dev.effe.tool.dev.project.MavenTests;
import dev.effe.tool.dev.project.TestCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The launcher of the JUnit Platform that a module's tests are written for: of the very version. Stateless. */
final class Platform {

    private static final String LAUNCHER = "junit-platform-launcher";
    private static final Pattern ENGINE = Pattern.compile("junit-platform-engine-(.+)\\.jar");

    private Platform() {}

    /**
     * Finds it: on the class path, beside the engine in Maven's repository, else Maven fetches it.
     *
     * @return what is to be added to the class path; nothing if it is there already
     * @throws BuildException if there is no engine on the class path, or Maven cannot fetch the launcher
     */
    static List<Path> launcher(TestCode code, Consumer<String> progress)
            throws BuildException, IOException, InterruptedException {
        for (Path path : code.libraries()) {
            if (path.getFileName().toString().startsWith(LAUNCHER + "-")) {
                return List.of();
            }
        }
        for (Path path : code.libraries()) {
            Matcher engine = ENGINE.matcher(path.getFileName().toString());
            if (engine.matches()) {
                return List.of(launcher(path, engine.group(1), code, progress));
            }
        }
        throw BuildException.of(
                "There is no junit-platform-engine on the class path of the tests of "
                        + code.module().name() + ": add a test dependency such as org.junit.jupiter:junit-jupiter",
                "");
    }

    private static Path launcher(Path engine, String version, TestCode code, Consumer<String> progress)
            throws BuildException, IOException, InterruptedException {
        Optional<Path> home = Optional.ofNullable(engine.getParent())
                .map(Path::getParent)
                .map(Path::getParent)
                .map(group -> group.resolve(LAUNCHER).resolve(version).resolve(LAUNCHER + "-" + version + ".jar"));
        if (home.isPresent() && !Files.exists(home.get())) {
            MavenTests.fetch(code.module().folder(), "org.junit.platform:" + LAUNCHER + ":" + version, progress);
        }
        return home.filter(Files::exists)
                .orElseThrow(() -> BuildException.of(
                        LAUNCHER + " " + version + " is not in Maven's repository beside " + engine
                                + ": add it as a test dependency",
                        ""));
    }
}
