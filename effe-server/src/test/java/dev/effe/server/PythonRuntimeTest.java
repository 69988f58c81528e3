package dev.effe.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Python with Effe's own bootstrap. */
class PythonRuntimeTest extends RuntimeContract {

    @Override
    String missing() {
        return has("python3") ? "" : "python3 is not on PATH";
    }

    @Override
    List<String> settings(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("pkg"));
        Files.writeString(folder.resolve("pkg/app.py"), """
                import os, time

                def handler(event, context):
                    what = event["do"]
                    if what == "fail":
                        raise ValueError("no luck")
                    if what == "exit":
                        os._exit(3)
                    if what == "hang":
                        open("hanging%s" % event.get("i", ""), "w").close()
                        time.sleep(3600)
                    if what == "big":
                        return "x" * event["n"]
                    if what == "pid":
                        return os.getpid()
                    if what == "print":
                        print("printed")
                        return None
                    if what == "env":
                        return dict(os.environ)
                    return event
                """);
        return List.of("runtime", "python3.12", "handler", "pkg.app.handler", "function", folder.toString());
    }

    @Override
    List<String> brokenSettings(Path folder) throws IOException {
        Files.writeString(folder.resolve("app.py"), "def handler(event, context):\n    return (((\n");
        return List.of("runtime", "python3.12", "handler", "app.handler", "function", folder.toString());
    }

    @Override
    String brokenError() {
        return "Runtime.UserCodeSyntaxError";
    }

    @Override
    String failure() {
        return "\"errorType\": \"ValueError\"";
    }
}
