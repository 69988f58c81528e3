package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Trusting;
import dev.effe.server.tls.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function calls a server whose certificate is signed by nobody that Java knows. */
class TrustedCasIT {

    @TempDir
    Path folder;

    private Path authority;
    private Path key;
    private Path function;

    @BeforeEach
    void prepare() throws IOException {
        authority = folder.resolve("ca.pem");
        key = folder.resolve("key.pem");
        TestIdentity.ec("authority").write(authority, key);
        function = new FunctionJar().add(Trusting.class).jar(folder.resolve("function.jar"));
    }

    @Test
    void itsAuthorityIsTrustedOnceItIsNamed() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (EffeProcess called = EffeProcess.in(folder)
                .start("--port", "0", "--tls-cert", authority.toString(), "--tls-key", key.toString())) {
            String url = "url=https://localhost:" + called.serving().port() + "/";
            int before;
            try (EffeProcess without = start("--set", url)) {
                assertThat(without.ready().get("/").statusCode()).isEqualTo(500);
                before = Integer.parseInt(without.get("/count").body());
            }
            try (EffeProcess with = start(temporary, "--set", url, "--trusted-cas", authority.toString())) {
                assertThat(with.ready().get("/").body()).isEqualTo("Hello from Effe: 1\n");
                assertThat(with.get("/count").body()).as("and Java's own").isEqualTo(String.valueOf(before + 1));
                assertThat(with.term().exitCode()).as(with::toString).isZero();
            }
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void aFileThatIsWrongEndsTheStart() throws IOException {
        Path none = folder.resolve("none.pem");
        assertThat(refused("--trusted-cas", none.toString()))
                .isEqualTo("effe: trusted-cas " + none + " cannot be read: there is no such file\n");
        assertThat(refused("--trusted-cas", key.toString()))
                .isEqualTo("effe: trusted-cas " + key + " holds no certificate in PEM form\n");
    }

    @Test
    void aMissingFolderForTheStoreIsNamed() throws IOException {
        try (EffeProcess effe = start(folder.resolve("none"), "--trusted-cas", authority.toString())) {
            assertThat(effe.exitCode()).isEqualTo(1);
            assertThat(effe.errors())
                    .contains("effe: trusted-cas " + authority + " needs a folder for temporary files")
                    .contains("--tmpfs /tmp");
        }
    }

    private String refused(String... arguments) {
        try (EffeProcess effe = start(arguments)) {
            assertThat(effe.exitCode()).as(effe::toString).isEqualTo(1);
            return effe.errors();
        }
    }

    private EffeProcess start(String... arguments) {
        return start(folder, arguments);
    }

    private EffeProcess start(Path temporary, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--port", "0", "--function", function.toString()));
        all.addAll(List.of(arguments));
        return EffeProcess.in(folder).jvm("-Djava.io.tmpdir=" + temporary).start(all.toArray(String[]::new));
    }
}
