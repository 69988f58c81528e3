package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.NeedsSql;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions on a Java that has the modules of the image's, and no more. */
class MissingModuleIT {

    private static final String[] AS_IN_THE_IMAGE = {
        "--limit-modules",
        "java.logging,java.management,java.naming,java.net.http,jdk.management,jdk.unsupported,jdk.crypto.ec"
    };
    private static final String FIX = " is in the JDK's module java.sql, which this Java does not have:"
            + " build the image with --build-arg MODULES=java.sql, or run a whole JDK";

    @TempDir
    Path folder;

    @Test
    void isNamedWhereTheConstructorNeedsIt() throws IOException {
        assertThat(failedStart(NeedsSql.InConstructor.class))
                .endsWith("needs java.sql.Timestamp, which" + FIX + "\n")
                .containsOnlyOnce("\n");
    }

    @Test
    void isNamedWhereInitNeedsIt() throws IOException {
        assertThat(failedStart(NeedsSql.InInit.class)).contains(": java.sql.Timestamp" + FIX + "\n");
    }

    private String failedStart(Class<?> function) throws IOException {
        try (EffeProcess effe = start(function)) {
            assertThat(effe.exitCode()).as(effe::toString).isEqualTo(1);
            return effe.errors();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {NeedsSql.InRun.class, NeedsSql.ByName.class})
    void isNamedInTheLineOfACallThatNeedsIt(Class<?> function) throws IOException {
        try (EffeProcess effe = start(function)) {
            assertThat(effe.ready().get("/").statusCode()).isEqualTo(500);
            assertThat(effe.get("/").body()).doesNotContain("java.sql");
            assertThat(effe.term().exitCode()).as(effe::toString).isZero();
            assertThat(effe.output()).containsPattern("The function failed: java\\.sql\\.\\w+" + FIX);
        }
    }

    @Test
    void isNamedInTheLineOfAStartThatNeedsIt() throws IOException {
        try (EffeProcess effe = start(NeedsSql.InStart.class)) {
            assertThat(effe.serving().get("/").statusCode()).isEqualTo(503);
            assertThat(effe.term().exitCode()).as(effe::toString).isZero();
            assertThat(effe.output())
                    .containsPattern("The function's start failed; next try in \\d+ ms: java\\.sql\\.Timestamp" + FIX);
        }
    }

    private EffeProcess start(Class<?> function) throws IOException {
        Path jar = new FunctionJar()
                .add(NeedsSql.class)
                .add(NeedsSql.parent())
                .add(function)
                .jar(folder.resolve("function.jar"));
        return EffeProcess.in(folder)
                .jvm(AS_IN_THE_IMAGE)
                .start("--port", "0", "--function", jar.toString(), "--logic", function.getName());
    }
}
