package dev.effe.bench.host;

import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Table;
import dev.effe.bench.compare.Wrk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/** The cost of the check of a signature: a host with keys beside one without, both with the same signed 1 KiB. */
final class Signature {

    private static final int CONNECTIONS = 64;
    private static final int BODY_BYTES = 1024;

    private final HostOptions options;
    private final Path folder;
    private final Wrk wrk;

    Signature(HostOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
        this.wrk = new Wrk(folder, options.pin);
    }

    void run() throws Exception {
        Path keys = folder.resolve("keys");
        Files.createFile(keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keys, HostApi.KEY_ID + " " + HostApi.SECRET + " admin\n");
        try (RunningHost open = RunningHost.start(options, folder.resolve("open"), "");
                RunningHost keyed =
                        RunningHost.start(options, folder.resolve("keyed"), "", "--keys", keys.toString())) {
            Way without = way("without keys", open);
            Way with = way("with keys", keyed);
            for (Way way : List.of(without, with)) {
                sign(way).load(wrk, CONNECTIONS, options.warmupSeconds);
            }
            for (int round = 0; round < options.rounds; round++) {
                for (Way way : List.of(without, with)) {
                    sign(way).round(wrk, CONNECTIONS, options.seconds);
                }
            }
            Table table = new Table("Invoke of 1 KiB", "req/s", "hop CPU us/req", "ratio", "errors");
            for (Way way : List.of(without, with)) {
                table.row(
                        way.name(),
                        way.whole().median(Load::perSecond),
                        way.hopMedian(),
                        way.hopRatio(without),
                        way.whole().errors());
            }
            System.out.println(table);
        }
    }

    private static Way way(String name, RunningHost host) throws Exception {
        host.api.create("hello", "java17", Code.HELLO, Code.hello(), CONNECTIONS);
        host.api.invoke("hello");
        String path = HostApi.invocations("hello");
        return Way.of(name, host.port, path, "headers.lua", host::cpuMicros, host::instanceCpuMicros);
    }

    /** A signature is good for five minutes. */
    private Way sign(Way way) throws Exception {
        byte[] body = ("\"" + "x".repeat(BODY_BYTES - 2) + "\"").getBytes(StandardCharsets.US_ASCII);
        String headers = new HostApi(way.port())
                .headers("POST", way.path(), body).entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue() + "\n")
                        .collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("headers-" + way.port()), headers);
        return way.with(List.of(file.toString(), Integer.toString(BODY_BYTES)));
    }
}
