package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.acme.Acme;
import com.acme.FailingInit;
import com.acme.NeedsHelper;
import com.acme.aws.Handlers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails says why in one line, which names the setting and the fix, and says nothing else. */
@Tag("once")
class StartMessagesIT {

    private static final int AT_ONCE = 8;

    @TempDir
    Path folder;

    /** A command line, and what it must come to. */
    private record Row(int code, String line, String[] arguments) {}

    private final List<Row> rows = new ArrayList<>();

    @BeforeEach
    void makeFiles() throws IOException {
        new FunctionJar().add(Acme.class).jar(folder.resolve("acme.jar"));
        new FunctionJar().add(FailingInit.class).jar(folder.resolve("failing.jar"));
        new FunctionJar().add(NeedsHelper.class).jar(folder.resolve("lacking.jar"));
        new FunctionJar().add(Acme.class).add(FailingInit.class).jar(folder.resolve("two.jar"));
        new FunctionJar().addFor(99, Handlers.Echo.class).jar(folder.resolve("newer.jar"));
        new FunctionJar()
                .add(Handlers.class)
                .add(Handlers.Echo.class)
                .add(Handlers.Broken.class)
                .jar(folder.resolve("lambda.jar"));
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(folder.resolve("text"), "no jar, no PEM\n");
        Files.writeString(folder.resolve("word.properties"), "# comment\nport\n");
        Files.writeString(folder.resolve("typo.properties"), "prot=1\n");
    }

    /** @param line with # for a number and ~ for the folder */
    private void row(int code, String line, String... arguments) {
        rows.add(new Row(code, line, arguments));
    }

    @Test
    void saysWhatIsWrongWithTheSettings() {
        row(2, "Unknown flag -p: did you mean --port? (--help lists all)", "-p", "8080");
        row(2, "Unknown flag -x (--help lists all)", "-x");
        row(2, "Unknown flag --prot: did you mean --port? (--help lists all)", "--prot", "1");
        row(2, "--port must be from 0 to 65535, but was 'abc'", "--port=abc");
        row(2, "--port must be from 0 to 65535, but was 65536", "--port", "65536");
        row(2, "--port needs a value: from 0 to 65535", "--port");
        row(2, "--timeout needs a value: from 1ms to 24h, written like 500ms, 5s, 2m or 1h", "--timeout", "--info");
        row(2, "--set must be key=value, but was 'a'", "--set", "a");
        row(
                2,
                "~/word.properties:2: 'port' has no = behind it: each line is name=value, such as max-contexts=5",
                "--config",
                "~/word.properties");
        row(
                2,
                "~/typo.properties:1: Unknown setting prot: did you mean port? (--help lists all)",
                "--config",
                "~/typo.properties");
        row(2, "--config names '~/none', which cannot be read: there is no such file", "--config", "~/none");
        row(2, "--config names '~', which cannot be read: Is a directory", "--config", "~");
        row(2, "tls-cert (flag) needs tls-key too", "--tls-cert", "~/text");
        row(
                2,
                "min-contexts must be at most max-contexts, but they are 3 (flag) and 2 (flag)",
                "--min-contexts=3",
                "--max-contexts=2");
        row(2, "--handler must be empty or class or class::method, but was 'a.B::'", "--handler", "a.B::");
        row(
                2,
                "--on-failure must be off or an http or https URL or file:folder, but was 'ftp://me:***@host'",
                "--on-failure",
                "ftp://me:hunter2@host");
        row(2, "Unexpected argument 'acme.jar': the function is named by --function (--help lists all)", "acme.jar");
        check();
    }

    @Test
    void saysWhyItCannotListen() {
        row(
                1,
                "Cannot listen on no.such.host.invalid port 0: there is no such host; --host must be an address of this"
                        + " machine, or empty for all",
                "--host",
                "no.such.host.invalid");
        row(
                1,
                "Cannot listen on no.such.host.invalid port 0: there is no such host; --admin-host must be an address of"
                        + " this machine, or empty for all",
                "--admin-host=no.such.host.invalid",
                "--admin-port=0");
        row(
                1,
                "Cannot listen on 192.0.2.1 port 0: it is no address of this machine; --host must be an address of this"
                        + " machine, or empty for all",
                "--host",
                "192.0.2.1");
        row(1, "tls-cert ~/none cannot be read: there is no such file", "--tls-cert=~/none", "--tls-key=~/none");
        row(1, "tls-cert ~/text holds no certificate in PEM form", "--tls-cert=~/text", "--tls-key=~/text");
        check();
    }

    @Test
    void saysWhatIsWrongWithTheFunction() {
        row(1, "~/no.jar does not exist: name a jar or a folder with --function", "--function=~/no.jar");
        row(1, "~/text is neither a jar nor a folder: zip END header not found", "--function=~/text");
        row(
                1,
                "no function in empty: it has no classes; --function names a jar, or a folder of packages such as"
                        + " target/classes, with jars in its lib",
                "--function=~/empty");
        row(
                1,
                "two.jar has 2 functions, com.acme.Acme, com.acme.FailingInit: choose one with --logic NAME, or with"
                        + " Effe-Logic in the manifest",
                "--function=~/two.jar");
        row(
                1,
                "com.acme.Acne, named by --logic, is not in acme.jar: name com.acme.Acme",
                "--function=~/acme.jar",
                "--logic=com.acme.Acne");
        row(
                1,
                "com.acme.NeedsHelper (in lacking.jar) needs com.acme.NeedsHelper$Helper, which is not in lacking.jar:"
                        + " build a fat jar, or use a folder with the jar and what it needs in lib/",
                "--function=~/lacking.jar");
        String failed = "The init of com.acme.FailingInit in failing.jar failed: ";
        String place = ", at com.acme.FailingInit.fail(FailingInit.java:#)";
        String ownJars =
                "; a function sees its own jars only: put the one that has it into the function's jar, or use a"
                        + " folder with it in lib/";
        init(
                "causes",
                failed + "java.lang.IllegalStateException: cannot connect, caused by java.io.IOException: db is"
                        + " down for good" + place);
        init("wrapped", failed + "java.lang.RuntimeException: java.io.IOException: http://me:***@db: refused" + place);
        init("error", failed + "java.lang.AssertionError" + place);
        init("driver", failed + "java.sql.SQLException: No suitable driver found for jdbc:none:x" + place + ownJars);
        init("class", failed + "java.lang.ClassNotFoundException: org.example.Missing" + place + ownJars);
        init(
                "required",
                failed + "db.url is required: set it by --set db.url=..., the environment variable DB_URL, a"
                        + " file that DB_URL_FILE names, or set.db.url in the file of --config");
        row(
                1,
                "The init of com.acme.Acme in acme.jar took longer than init-timeout, 5 s, at"
                        + " com.acme.Acme.init(Acme.java:#)",
                "--function=~/acme.jar",
                "--set=init=hang",
                // Long enough for the function's code to be reached, while a dozen processes start at once.
                "--init-timeout=5s");
        check();
    }

    private void init(String how, String line) {
        row(1, line, "--function=~/failing.jar", "--set=init=" + how);
    }

    @Test
    void saysWhatIsWrongWithTheHandler() {
        String handlers = "com.acme.aws.Handlers$Broken, com.acme.aws.Handlers$Echo";
        row(
                1,
                "no function in lambda.jar: it has handlers of AWS Lambda; name one with --handler: " + handlers,
                "--function=~/lambda.jar");
        handler("com.acme.Nope", "com.acme.Nope, named by --handler, is not in lambda.jar: name " + handlers);
        handler("com.acme.Nope::x", "com.acme.Nope, named by --handler, is not in lambda.jar: name " + handlers);
        handler(
                "com.acme.aws.Handlers.Echo",
                "com.acme.aws.Handlers.Echo, named by --handler, is not in lambda.jar: write"
                        + " com.acme.aws.Handlers$Echo");
        handler(
                "com.acme.aws.Handlers$Echo.handleRequest",
                "com.acme.aws.Handlers$Echo.handleRequest, named by --handler, is not in lambda.jar: write"
                        + " com.acme.aws.Handlers$Echo::handleRequest");
        handler(
                "com.acme.aws.Handlers$Echo::nope",
                "The init of com.acme.aws.Handlers$Echo::nope in lambda.jar failed:"
                        + " com.acme.aws.Handlers$Echo has no method nope: name"
                        + " com.acme.aws.Handlers$Echo::handleRequest with --handler");
        handler(
                "com.acme.aws.Handlers$Broken",
                "The init of com.acme.aws.Handlers$Broken in lambda.jar failed: java.lang.IllegalStateException: no"
                        + " instance today, at com.acme.aws.Handlers$Broken.<init>(Handlers.java:#)");
        row(
                1,
                "com.acme.aws.Handlers$Echo was compiled for Java 99, but this is Java #: compile with --release #"
                        + " or run a newer Java",
                "--function=~/newer.jar",
                "--handler=com.acme.aws.Handlers$Echo");
        row(
                1,
                "com.acme.Nope, named by --handler, is not in acme.jar: no class there implements RequestHandler or"
                        + " RequestStreamHandler of AWS Lambda",
                "--function=~/acme.jar",
                "--handler=com.acme.Nope");
        check();
    }

    private void handler(String name, String line) {
        row(1, line, "--function=~/lambda.jar", "--handler=" + name);
    }

    private void check() {
        for (int from = 0; from < rows.size(); from += AT_ONCE) {
            List<Row> some = rows.subList(from, Math.min(from + AT_ONCE, rows.size()));
            List<EffeProcess> processes =
                    some.stream().map(row -> start(row.arguments())).toList();
            for (int i = 0; i < some.size(); i++) {
                check(some.get(i), processes.get(i));
            }
        }
    }

    private EffeProcess start(String... arguments) {
        String[] here = new String[arguments.length];
        for (int i = 0; i < here.length; i++) {
            here[i] = arguments[i].replace("~", folder.toString());
        }
        return EffeProcess.in(folder).environment("EFFE_PORT", "0").start(here);
    }

    private void check(Row row, EffeProcess process) {
        String line = "effe: " + row.line().replace("~", folder.toString()) + "\n";
        Pattern pattern = Pattern.compile(Pattern.quote(line).replace("#", "\\E\\d+\\Q"));

        assertThat(process.exitCode()).as(process::toString).isEqualTo(row.code());
        assertThat(process.errors()).matches(pattern);
        assertThat(process.output()).isEmpty();
    }

    @Test
    void eventsOfAnEarlierFormatEndIt() throws IOException {
        Path events = Files.createDirectories(folder.resolve("old/events/Acme"));
        Files.createFile(events.resolve("0000000000000000007.events"));
        EffeProcess process = start("--function=~/acme.jar", "--lambda-api=on", "--data-dir=~/old");

        assertThat(process.exitCode()).as(process::toString).isEqualTo(1);
        assertThat(process.errors())
                .isEqualTo("effe: " + events + " has events of a build before 2026-11-30: let that build finish them,"
                        + " or move the folder away\n");
    }

    @Test
    void debugShowsTheStackToo() {
        EffeProcess process = start("--function=~/failing.jar", "--set=init=causes", "--log-level=debug");

        assertThat(process.exitCode()).isEqualTo(1);
        assertThat(process.errors()).hasLineCount(1);
        assertThat(process.output())
                .containsOnlyOnce("DEBUG Main - The init of com.acme.FailingInit")
                .contains("com.acme.FailingInit.init(FailingInit.java:", "Caused by: java.io.IOException: db is down");
    }

    @Test
    void aPortBelow1024NeedsARight() throws Exception {
        Path free = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
        assumeTrue(Files.exists(free) && text(free).equals("1024\n"), "this machine lets everybody bind port 81");
        EffeProcess.Command effe = EffeProcess.in(folder);
        if (System.getProperty("user.name").equals("root")) {
            effe.by(Program.named("setpriv").toString(), "--bounding-set=-net_bind_service");
        }
        EffeProcess process = effe.start("--port", "81");

        assertThat(process.exitCode()).as(process::toString).isEqualTo(1);
        assertThat(process.errors())
                .isEqualTo("effe: Cannot listen on port 81: a port below 1024 needs the right to bind it"
                        + " (CAP_NET_BIND_SERVICE); choose one from 1024 on with --port\n");
    }

    /** In one read: of such a file the kernel tells nothing more to the second. */
    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aStartThatFailsAgainAndAgainShowsItsStackOnce() {
        try (EffeProcess effe = start("--function=~/failing.jar", "--set=start=driver")) {
            await().atMost(EffeProcess.PATIENCE).until(() -> effe.output().contains("times by now"));

            assertThat(effe.output())
                    .containsOnlyOnce(
                            "ms; a function sees its own jars only: put the one that has it into the function's jar, or use a"
                                    + " folder with it in lib/\n    java.sql.SQLException: No suitable driver")
                    .containsOnlyOnce("com.acme.FailingInit.start(FailingInit.java:")
                    .containsPattern(
                            "The function's start failed again, [2-9] times by now: java.sql.SQLException: No suitable"
                                    + " driver found for jdbc:none:x, at com.acme.FailingInit.fail.*; next try in \\d+ ms\n");
        }
    }
}
