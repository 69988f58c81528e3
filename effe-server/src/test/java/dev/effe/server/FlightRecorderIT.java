package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java's Flight Recorder in the real process: from its start on, and where there is none. */
class FlightRecorderIT {

    private static final Path DOCKERFILE = Path.of("../docker/Dockerfile");

    @TempDir
    Path folder;

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.timeout(EffeProcess.PATIENCE).build(), BodyHandlers.ofString());
    }

    @Test
    void aRecordingFromTheStartHasTheInvocationsOfNow() throws Exception {
        try (EffeProcess effe = EffeProcess.in(folder)
                .jvm("-XX:StartFlightRecording")
                .start("--port", "0")
                .ready()) {
            send(HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + "/"))
                    .header("X-Request-Id", "recorded"));
            Path file = folder.resolve("x.jfr");
            jcmd(Long.toString(effe.pid()), "JFR.dump", "filename=" + file);

            assertThat(RecordingFile.readAllEvents(file))
                    .filteredOn(event -> event.getEventType().getName().equals("dev.effe.Invocation"))
                    .singleElement()
                    .returns("recorded", event -> event.getString("requestId"))
                    .returns("succeeded", event -> event.getString("outcome"))
                    .returns(1L, event -> event.getLong("context"))
                    .matches(FlightRecorderIT::hasItsTimes);
        }
    }

    private static boolean hasItsTimes(RecordedEvent event) {
        return event.getDuration("run").toNanos() > 0
                && event.getDuration().compareTo(event.getDuration("start").plus(event.getDuration("run"))) >= 0;
    }

    private void jcmd(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Path said = folder.resolve("jcmd.txt");
        Process jcmd = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(jcmd.waitFor(EffeProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(jcmd.exitValue()).as(Files.readString(said)).isZero();
    }

    /** As in the image, whose Java has no module jdk.jfr. */
    @Test
    void withoutItCallsAreAnsweredAndARecordingIsRefusedInOneLine() throws Exception {
        try (EffeProcess effe = EffeProcess.in(folder)
                .jvm("--limit-modules", modulesOfTheImage())
                .start("--port", "0", "--admin-port", "0", "--access-log", "text")
                .ready()) {
            assertThat(effe.get("/").statusCode()).isEqualTo(200);
            HttpResponse<String> refused =
                    send(HttpRequest.newBuilder(URI.create("http://localhost:" + effe.adminPort() + "/jfr?for=1s"))
                            .header("Effe-Admin", "yes")
                            .POST(BodyPublishers.noBody()));
            assertThat(refused.statusCode()).isEqualTo(501);
            assertThat(refused.body())
                    .contains("This Java has no module jdk.jfr, so it cannot record: a JDK has it, and an image that is"
                            + " built with --build-arg MODULES=jdk.jfr");
            assertThat(effe.get("/").statusCode()).isEqualTo(200);
            assertThat(effe.term().exitCode()).isZero();
            assertThat(effe.output()).contains("outcome=succeeded").doesNotContain("ERROR", "\tat ");
        }
    }

    private static String modulesOfTheImage() throws IOException {
        Matcher modules =
                Pattern.compile("--add-modules \"([a-z.,]+),\\$MODULES\"").matcher(Files.readString(DOCKERFILE));
        assertThat(modules.find()).isTrue();
        return modules.group(1);
    }
}
