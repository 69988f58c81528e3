package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operating system allows the process no more threads, as a container's pids limit does. */
class ThreadLimitIT {

    /** A user of nobody's: the limit counts all threads of one, and does not hold for root. */
    private static final String USER = "64123";

    @TempDir
    Path folder;

    @Test
    void whatIsThereServesOnAndASignalDrains() throws Exception {
        List<String> asUser =
                List.of(Program.named("setpriv").toString(), "--reuid=" + USER, "--regid=" + USER, "--clear-groups");
        Path prlimit = Program.named("prlimit");
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root may become another user");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path jar = Files.copy(EffeProcess.EFFE_JAR, folder.resolve("effe.jar"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assumeTrue(run(asUser, java.toString(), "-version") == 0, "another user cannot run this Java");

        try (EffeProcess effe = EffeProcess.in(folder, jar)
                .by(asUser.toArray(String[]::new))
                .start("--port", "0", "--workers", "platform")
                .ready()) {
            assertThat(run(asUser, prlimit.toString(), "--pid=" + effe.pid(), "--nproc=1:1"))
                    .isZero();
            for (int i = 0; i < 10; i++) {
                assertThat(effe.get("/").statusCode()).isIn(Set.of(200, 503));
            }
            assertThat(effe.get("/_effe/readyz").statusCode()).isEqualTo(200);

            assertThat(effe.term().exitCode()).as(effe::toString).isZero();
            assertThat(effe.output()).contains("Draining: ", "Stopped in ");
        }
    }

    private static int run(List<String> asUser, String... program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(asUser);
        command.addAll(List.of(program));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
