package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS Lambda handlers in the real process. */
class LambdaIT {

    private static final String NAME = "dev.effe.server.LambdaIT$Greeting";

    @TempDir
    Path folder;

    /** Says where it is when it is made, and logs each call. */
    public static final class Greeting implements RequestStreamHandler {
        public Greeting() {
            System.out.println("made " + System.getenv("AWS_LAMBDA_FUNCTION_NAME") + " in "
                    + System.getenv("AWS_REGION") + " for " + System.getenv("_HANDLER") + " by "
                    + getClass().getClassLoader().getName());
        }

        @Override
        public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
            context.getLogger().log("called\n");
            System.out.println("out \u00fc\u4e16");
            System.err.println("err \u00fc\u4e16");
            out.write("\"hi\"".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Cannot be made. */
    public static final class Broken implements RequestStreamHandler {
        public Broken() {
            throw new IllegalStateException("no instance today");
        }

        @Override
        public void handleRequest(InputStream in, OutputStream out, Context context) {}
    }

    @Test
    void servesAHandlerWithAwssEnvironment() throws Exception {
        Path jar = new FunctionJar().add(Greeting.class).jar(folder.resolve("greeting.jar"));
        try (EffeProcess effe = EffeProcess.in(folder)
                .environment("AWS_LAMBDA_FUNCTION_NAME", "greeter")
                .environment("AWS_REGION", "eu-west-3")
                .environment("LC_ALL", "C.UTF-8")
                .start("--function", jar.toString(), "--handler", NAME, "--port", "0")) {
            assertThat(effe.ready().get("/").body()).contains("hi");
            effe.term().exitCode();

            assertThat(effe.output())
                    .contains("Serving " + NAME + " in greeting.jar on port ")
                    .containsPattern("At most \\d+ instances of the handler at once; idle ones are kept\\.")
                    .contains("made greeter in eu-west-3 for " + NAME + " by function greeting.jar")
                    .containsPattern("INFO  \\[.*\\] LambdaIT\\$Greeting - called\n")
                    .doesNotContain("WARN");
        }
    }

    @Test
    void servesAllCallsWithOneInstance() throws Exception {
        Path jar = new FunctionJar().add(Greeting.class).jar(folder.resolve("greeting.jar"));
        try (EffeProcess effe = EffeProcess.in(folder)
                .start(
                        "--function=" + jar,
                        "--handler",
                        NAME,
                        "--handler-instances=shared",
                        "--min-contexts=3",
                        "--port=0")) {
            assertThat(effe.ready().get("/").body()).contains("hi");
            effe.term().exitCode();

            assertThat(effe.output()).containsOnlyOnce("made ").doesNotContain("instances of the handler");
        }
    }

    @Test
    void speaksUtf8WithoutALocale() throws Exception {
        Path jar = new FunctionJar().add(Greeting.class).jar(folder.resolve("greeting.jar"));
        for (String locale : new String[] {"C", "C.UTF-8"}) {
            try (EffeProcess effe = EffeProcess.in(folder)
                    .environment("LC_ALL", locale)
                    .start("--function", jar.toString(), "--handler", NAME, "--port", "0")) {
                assertThat(effe.ready().get("/").body()).contains("hi");
                effe.term().exitCode();

                assertThat(effe.output()).contains("out \u00fc\u4e16");
                assertThat(effe.errors()).contains("err \u00fc\u4e16");
                assertThat(effe.output().contains("There is no locale: names of files have ASCII letters only"))
                        .isEqualTo(locale.equals("C"));
            }
        }
    }

    @Test
    void servesAHandlerInAnExecutableOfItsOwn() throws Exception {
        Path jar = new FunctionJar()
                .merge(EffeProcess.EFFE_JAR)
                .add(Greeting.class)
                .jar(folder.resolve("own.jar"));
        try (EffeProcess effe =
                EffeProcess.in(folder, jar).environment("_HANDLER", NAME).start("--port", "0")) {
            assertThat(effe.ready().get("/").body()).contains("hi");
            effe.term().exitCode();

            assertThat(effe.output()).contains("made LambdaIT-Greeting in us-east-1 for " + NAME + " by app");
        }
    }

    @Test
    void endsTheStartIfNoInstanceCanBeMade() throws Exception {
        Path jar = new FunctionJar().add(Broken.class).jar(folder.resolve("broken.jar"));
        try (EffeProcess effe = EffeProcess.in(folder)
                .start("--function", jar.toString(), "--handler", "dev.effe.server.LambdaIT$Broken", "--port", "0")) {
            assertThat(effe.exitCode()).isEqualTo(1);
            assertThat(effe.errors())
                    .contains("The init of dev.effe.server.LambdaIT$Broken in broken.jar failed:"
                            + " java.lang.IllegalStateException: no instance today");
        }
    }
}
