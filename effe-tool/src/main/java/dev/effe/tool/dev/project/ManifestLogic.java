package dev.effe.tool.dev.project;

import java.util.List;
import java.util.Optional;

/** Reads from a pom which class the manifest of the jar names as the function. Stateless. */
final class ManifestLogic {

    private static final String ENTRY = "Effe-Logic";

    private ManifestLogic() {}

    /** As maven-jar-plugin writes it, or a transformer of maven-shade-plugin. */
    static Optional<String> of(Xml pom) {
        for (Xml plugin : pom.all("build", "plugins", "plugin")) {
            for (List<Xml> configurations :
                    List.of(plugin.all("configuration"), plugin.all("executions", "execution", "configuration"))) {
                for (Xml configuration : configurations) {
                    Optional<String> logic = configuration
                            .text("archive", "manifestEntries", ENTRY)
                            .or(() -> configuration.text("transformers", "transformer", "manifestEntries", ENTRY));
                    if (logic.isPresent()) {
                        return logic;
                    }
                }
            }
        }
        return Optional.empty();
    }
}
