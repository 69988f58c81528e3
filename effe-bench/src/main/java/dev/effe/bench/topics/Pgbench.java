package dev.effe.bench.topics;

import dev.effe.bench.compare.Load;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Inserts rows of 512 bytes by pgbench, each in a transaction, with 16 clients. */
final class Pgbench {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private final List<String> login;
    private final String password;
    private final Path script;

    Pgbench(int port, String database, String user, Path passwordFile) throws IOException, InterruptedException {
        login = List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-U", user, database);
        password = Files.readString(passwordFile).strip();
        script = Files.writeString(
                Files.createTempFile("insert", ".sql"),
                "insert into bench_inbox (payload) values (decode(repeat('ab', " + Appending.PAYLOAD_BYTES
                        + "), 'hex'));\n");
        run(
                "psql",
                "-c",
                "create table if not exists bench_inbox (id bigint generated always as identity primary key,"
                        + " payload bytea)");
    }

    private String run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        command.addAll(login);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", password);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(program + ": " + said);
        }
        return said;
    }

    Load run(int seconds) throws IOException, InterruptedException {
        String said = run("pgbench", "-n", "-c" + Appending.THREADS, "-j2", "-T" + seconds, "-f", script.toString());
        Matcher rate = RATE.matcher(said);
        if (!rate.find()) {
            throw new IOException(said);
        }
        return new Load(Double.parseDouble(rate.group(1)), 0, 0, 0, 0, 0);
    }
}
