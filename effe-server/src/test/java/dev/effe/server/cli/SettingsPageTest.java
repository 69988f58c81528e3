package dev.effe.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of settings in docs/settings.md is the table of settings. */
class SettingsPageTest {

    private static final String BEGIN = "<!-- settings -->\n";
    private static final String END = "<!-- /settings -->\n";

    @Test
    void thePageHasTheTableOfSettings() throws IOException {
        Path page = Repository.root().resolve("docs/settings.md");
        String text = Files.readString(page);
        String wanted = BEGIN + "\n" + SettingsTable.markdown() + "\n" + END;
        assertThat(text.substring(text.indexOf(BEGIN), text.indexOf(END) + END.length()))
                .as("the table of settings in %s, which should be:%n%n%s%n", page, wanted)
                .isEqualTo(wanted);
    }

    @Test
    void everySettingHasARowUnderItsGroup() {
        assertThat(SettingsTable.markdown().lines().filter(line -> line.startsWith("| `")))
                .hasSize(SettingsTable.all().size())
                .contains("| `max-contexts` | `1000` | from 1 to 10000 | "
                        + "Contexts, so requests that run, at once. Handlers: by heap. |")
                .allMatch(line -> line.chars().filter(c -> c == '|').count() == 5);
        assertThat(SettingsTable.markdown().lines().filter(line -> line.startsWith("## ")))
                .containsSubsequence("## Function", "## Contexts", "## Stopping");
    }
}
