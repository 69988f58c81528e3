package dev.effe.tool.topics;

import dev.effe.server.TopicStores;
import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Store;
import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The script that makes what the store of an application needs. Stateless. */
final class StoreScript {

    private StoreScript() {}

    /** @param asked sql, and the files of the application; effe.yaml if none is named */
    static String of(List<String> asked) throws IOException {
        if (!asked.get(0).equals("sql")) {
            throw new UsageException("There is no effe topics " + asked.get(0)
                    + ": say sql or nothing (effe topics --help has examples)");
        }
        List<Path> files = asked.size() == 1
                ? List.of(Path.of("effe.yaml"))
                : asked.stream().skip(1).map(Path::of).toList();
        AppCheck check = AppCheck.ofFiles(files);
        if (check.application().isEmpty()) {
            throw new UsageException(check.errors().get(0) + " (effe check says all that is wrong)");
        }
        Store store = check.application()
                .get()
                .store()
                .filter(named -> named.kind() == Store.Kind.POSTGRES)
                .orElseThrow(() -> new UsageException("The application has no store of kind postgres"));
        try {
            return TopicStores.script(store);
        } catch (IllegalStateException e) {
            throw new ToolException(String.valueOf(e.getMessage()));
        }
    }
}
