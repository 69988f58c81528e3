package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.effe.Logic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with secrets: what is wrong with one ends the start, and no message says what is in it. */
class SecretFilesTest {

    @TempDir
    Path folder;

    private static ServerTester start(String setting, Path file) throws StartException {
        return ServerTester.start(Logic.of((request, response) -> response.text("hi")), setting, file.toString());
    }

    @Test
    void aFileThatIsNotAsItMustBeEndsTheStart() throws Exception {
        Map<String, String> wrong = Map.of(
                "Authorization Bearer secret", "line 1 must be a header, like Authorization: Bearer abc",
                "A: b\n: secret", "line 2 must be a header, like Authorization: Bearer abc",
                "A B: secret", "line 1 must be a header, like Authorization: Bearer abc",
                "A: secret\u0001", "line 1 must be a header, like Authorization: Bearer abc",
                "\nhost: secret", "line 2 must not be host, which is the client's own");
        Path file = folder.resolve("headers");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            Files.writeString(file, one.getKey());
            assertThatThrownBy(() -> start("destination-header-file", file))
                    .isInstanceOf(StartException.class)
                    .hasMessage("destination-header-file " + file + " cannot be used: " + one.getValue());
        }
        assertThatThrownBy(() -> start("destination-header-file", folder.resolve("none")))
                .hasMessage(
                        "destination-header-file " + folder.resolve("none") + " cannot be used: there is no such file");
    }

    @Test
    void aFileThatEverybodyMayReadIsWarnedOf() throws Exception {
        Path file = Files.writeString(folder.resolve("headers"), "Authorization: Bearer secret");
        for (String rights : List.of("rw-r--r--", "rw-r-----", "rw-------")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
            try (ServerTester tester = start("destination-header-file", file)) {
                assertThat(tester.logged(Level.WARN).stream()
                                .filter(line -> line.getFormattedMessage().endsWith("chmod 600 " + file)))
                        .as(rights)
                        .hasSize(rights.endsWith("r--") ? 1 : 0);
            }
        }
    }
}
