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

/** Inserts rows of 512 bytes by pgbench, each in a transaction. */
final class Pgbench {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private final List<String> login;
    private final String password;
    private final Path script;
    private final int clients;

    Pgbench(PostgresOptions place, int clients) throws IOException, InterruptedException {
        this.clients = clients;
        login = List.of("-h", "127.0.0.1", "-p", Integer.toString(place.port), "-U", place.user, place.database);
        password = Files.readString(place.passwordFile).strip();
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
        String said = run(
                "pgbench", "-n", "-c" + clients, "-j" + Math.min(2, clients), "-T" + seconds, "-f", script.toString());
        Matcher rate = RATE.matcher(said);
        if (!rate.find()) {
            throw new IOException(said);
        }
        return new Load(Double.parseDouble(rate.group(1)), 0, 0, 0, 0, 0);
    }
}
