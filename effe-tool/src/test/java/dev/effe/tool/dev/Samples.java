package dev.effe.tool.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sources of functions for tests. */
final class Samples {

    private Samples() {}

    /** A function in the default package that runs some statements. */
    static String function(String name, String statements) {
        return function(name, "", statements);
    }

    /** The same, with members. */
    static String function(String name, String members, String statements) {
        return """
            import dev.effe.Logic;
            import dev.effe.Request;
            import dev.effe.Response;

            public class %s implements Logic<String> {
                %s

                public String start() {
                    return "";
                }

                public void run(String context, Request request, Response response) throws Exception {
                    %s
                }
            }
            """.formatted(name, members, statements);
    }

    static String text(String name, String text) {
        return function(name, "response.text(\"" + text + "\");");
    }

    static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.writeString(file, text);
    }
}
