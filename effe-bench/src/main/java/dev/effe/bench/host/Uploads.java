package dev.effe.bench.host;

import dev.effe.bench.compare.ProcessStats;
import dev.effe.bench.compare.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The memory that four uploads of 50 MB at once take, in a heap that could not hold one of them as JSON. */
final class Uploads {

    private static final int AT_ONCE = 4;
    /** The zip itself is a little larger. */
    private static final int CODE_BYTES = 52_400_000;

    private static final String HEAP = "-Xmx128m";

    private final HostOptions options;
    private final Path folder;

    Uploads(HostOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    void run() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try (RunningHost host = RunningHost.start(options, folder.resolve("uploads"), HEAP)) {
            for (int i = 0; i < AT_ONCE; i++) {
                host.api.create("f" + i, "java17", Code.HELLO, Code.hello(), 20);
            }
            byte[] body = HostApi.code(Code.marked("large", CODE_BYTES));
            long before = ProcessStats.residentMiB(host.pid());
            long beganNanos = System.nanoTime();
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                String name = "f" + i;
                sent.add(clients.submit(() -> {
                    host.api.update(name, body);
                    return null;
                }));
            }
            for (Future<?> each : sent) {
                each.get();
            }
            Table table = new Table(AT_ONCE + " uploads of 50 MB", "resident before MiB", "at most", "more", "seconds");
            long most = ProcessStats.mostResidentMiB(host.pid());
            table.row(HEAP, before, most, most - before, (System.nanoTime() - beganNanos) / 1e9);
            System.out.println(table);
        } finally {
            clients.shutdownNow();
        }
    }
}
