package dev.effe.tool.kubernetes;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** The kubectl of this machine. Stateless. */
final class RealKubectl {

    private RealKubectl() {}

    /** Skips the rest of a test where there is none. */
    static void assumeInstalled() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        Assumptions.assumeTrue(
                Arrays.stream(path.split(File.pathSeparator))
                        .anyMatch(bin -> Files.isExecutable(Path.of(bin, "kubectl"))),
                "Skipped: no kubectl on the PATH");
    }
}
