package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in other languages behind the real process, and its end. */
class RuntimesIT {

    private static final String BOOTSTRAP = """
            #!/usr/bin/env bash
            base=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
            sleep 3600 & echo $$ $! > pids
            while event=$(curl -sS -D head "$base/next"); do
              id=$(grep -i '^Lambda-Runtime-Aws-Request-Id:' head | tr -d '\\r' | cut -d' ' -f2)
              case $event in *slow*) touch slow; while [ ! -e go ]; do sleep 0.1; done;; esac
              curl -sS -o /dev/null -d '"done"' "$base/$id/response"
            done
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void hasWhatItNeeds() {
        assumeTrue(RuntimeContract.has("bash") && RuntimeContract.has("curl"), "bash or curl is not on PATH");
    }

    private EffeProcess start() throws Exception {
        Path bootstrap = Files.writeString(folder.resolve("bootstrap"), BOOTSTRAP);
        assertThat(bootstrap.toFile().setExecutable(true)).isTrue();
        return EffeProcess.in(folder)
                .start("--bootstrap", bootstrap.toString(), "--port", "0", "--drain-delay", "0")
                .ready();
    }

    private void awaitEndOfProcesses() throws Exception {
        for (String pid : Files.readString(folder.resolve("pids")).strip().split(" ", -1)) {
            await().atMost(EffeProcess.PATIENCE)
                    .untilAsserted(() -> assertThat(ProcessHandle.of(Long.parseLong(pid))
                                    .map(ProcessHandle::isAlive)
                                    .orElse(false))
                            .as("process " + pid)
                            .isFalse());
        }
    }

    @Test
    void finishesACallWhenItIsToEndAndTakesAllProcessesAlong() throws Exception {
        try (EffeProcess effe = start()) {
            CompletableFuture<HttpResponse<String>> slow = effe.getAsync("/slow");
            await().atMost(EffeProcess.PATIENCE).until(() -> Files.exists(folder.resolve("slow")));
            effe.term();
            await().atMost(EffeProcess.PATIENCE).until(() -> effe.output().contains("Draining"));
            Files.createFile(folder.resolve("go"));

            assertThat(slow.join().body()).isEqualTo("done");
            assertThat(effe.exitCode()).isZero();
            awaitEndOfProcesses();
        }
    }

    @Test
    void itsSigkillEndsTheProcess() throws Exception {
        try (EffeProcess effe = start()) {
            assertThat(effe.get("/").body()).isEqualTo("done");
            effe.signal("KILL").exitCode();
            String leader = Files.readString(folder.resolve("pids")).split(" ", -1)[0];
            String child = Files.readString(folder.resolve("pids")).strip().split(" ", -1)[1];
            try {
                await().atMost(EffeProcess.PATIENCE)
                        .until(() -> ProcessHandle.of(Long.parseLong(leader))
                                .map(process -> !process.isAlive())
                                .orElse(true));
            } finally {
                ProcessHandle.of(Long.parseLong(child)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }
}
