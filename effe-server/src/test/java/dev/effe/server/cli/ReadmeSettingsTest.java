package dev.effe.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's table of settings is the table of settings. */
class ReadmeSettingsTest {

    private static final String BEGIN = "<!-- settings -->";
    private static final String END = "<!-- /settings -->";

    @Test
    void readmeHasTheTableOfSettings() throws Exception {
        Path readme = repository().resolve("README.md");
        String wanted = BEGIN + "\n" + SettingsTable.markdown() + END + "\n";
        if (!Files.exists(readme)) {
            fail("There is no %s. It should contain:%n%n%s", readme, wanted);
        }

        assertThat(section(Files.readString(readme), readme, wanted))
                .as("the table of settings in %s, which should be:%n%n%s%n", readme, wanted)
                .isEqualTo(SettingsTable.markdown().strip());
    }

    @Test
    void everyRowOfTheTableHasItsCells() {
        assertThat(SettingsTable.markdown().lines())
                .hasSize(2 + SettingsTable.all().size())
                .contains("| `max-contexts` | `1000` | from 1 to 10000 | "
                        + "Contexts, so requests that run, at once. Handlers: by heap. |")
                .allMatch(line -> line.chars().filter(c -> c == '|').count() == 5);
    }

    private static String section(String text, Path readme, String wanted) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            fail("%s has no section from %s to %s. It should contain:%n%n%s", readme, BEGIN, END, wanted);
        }
        return text.substring(begin + BEGIN.length(), end).strip();
    }

    /** The nearest folder upward that has {@code .mvn}. */
    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            if (folder == null) {
                return fail("No folder with .mvn upward from %s", Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }
}
