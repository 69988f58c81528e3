package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Accounts;
import com.acme.Unreadable;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON of packages that bring Jackson, a part of it or nothing, by effe.jar. */
class JsonIT {

    private static final String BODY =
            "{\"last_name\":\"Ada\",\"passwordHash\":\"x\",\"logins\":1,\"born\":\"1815-12-10\",\"more\":[]}";

    @TempDir
    Path folder;

    private static FunctionJar accounts() {
        return new FunctionJar().add(Accounts.class).add(Accounts.Account.class);
    }

    private static Path home(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static HttpResponse<String> post(EffeProcess effe, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + effe.port() + "/"))
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void tellsNoSecretWhateverThePackageBrings() throws Exception {
        Path nothing = accounts().jar(folder.resolve("nothing.jar"));
        Path annotations = accounts().merge(home(JsonIgnore.class)).jar(folder.resolve("annotations.jar"));
        Path databind = accounts()
                .merge(home(JsonIgnore.class))
                .merge(home(JsonParser.class))
                .merge(home(ObjectMapper.class))
                .jar(folder.resolve("databind.jar"));
        Path executable = accounts().merge(EffeProcess.EFFE_JAR).jar(folder.resolve("executable.jar"));

        try (EffeProcess byNothing = start(nothing);
                EffeProcess byAnnotations = start(annotations);
                EffeProcess byDatabind = start(databind);
                EffeProcess byExecutable = EffeProcess.in(folder, executable).start("--port", "0")) {
            for (EffeProcess effe : new EffeProcess[] {byNothing, byAnnotations, byDatabind, byExecutable}) {
                assertThat(post(effe.serving(), BODY).body())
                        .isEqualTo("{\"last_name\":\"Ada\",\"logins\":1,\"born\":\"1815-12-10\"}");
                HttpResponse<String> wrong = post(effe, "{\"born\":\"yesterday\"}");
                assertThat(wrong.statusCode()).isEqualTo(400);
                assertThat(wrong.body()).contains("born must be a date such as 2026-11-29");
            }
        }
    }

    @Test
    void logsAnAnswerThatCannotBeWrittenAsTheFunctionsFault() throws Exception {
        try (EffeProcess effe = start(accounts().jar(folder.resolve("accounts.jar")))) {
            HttpResponse<String> answer = post(effe.serving(), "{\"logins\":13}");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("JSON", "java");
            effe.term().exitCode();
            assertThat(effe.output()).contains("The function failed", "Cannot write it as JSON: No serializer found");
        }
    }

    @Test
    void endsTheStartForATypeThatCannotBeRead() throws Exception {
        Path jar = new FunctionJar()
                .add(Unreadable.class)
                .add(Unreadable.Order.class)
                .add(Unreadable.Line.class)
                .jar(folder.resolve("unreadable.jar"));

        try (EffeProcess effe = start(jar)) {
            assertThat(effe.exitCode()).isEqualTo(1);
            assertThat(effe.output() + effe.errors())
                    .contains(
                            "com.acme.Unreadable in unreadable.jar: its input com.acme.Unreadable$Order cannot be read"
                                    + " from JSON: lines[]: com.acme.Unreadable$Line is abstract");
        }
    }

    private EffeProcess start(Path jar) {
        return EffeProcess.in(folder).start("--port", "0", "--function", jar.toString());
    }
}
