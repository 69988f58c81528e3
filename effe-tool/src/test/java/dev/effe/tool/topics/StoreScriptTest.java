package dev.effe.tool.topics;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without effe-postgres.jar, which has the script: its own tests run it. */
class StoreScriptTest {

    @TempDir
    Path folder;

    private String file(String store) throws IOException {
        Files.createDirectories(folder.resolve("orders"));
        return Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions: {orders: {code: orders, appends: [placed]}}
                topics: {placed: {}}
                """ + store).toString();
    }

    @Test
    void namesTheJarThatIsMissing() throws IOException {
        String file = file("store: {kind: postgres, url: \"jdbc:postgresql://db/shop\"}\n");
        assertThatThrownBy(() -> StoreScript.of(List.of("sql", file)))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("effe.yaml:5:1")
                .hasMessageContaining("effe-postgres.jar");
    }

    @Test
    void saysWhatItDoesNotKnow() throws IOException {
        String file = file("");
        assertThatThrownBy(() -> StoreScript.of(List.of("sql", file)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no store of kind postgres");
        assertThatThrownBy(() -> StoreScript.of(List.of("sqi")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("say sql or nothing");
        assertThatThrownBy(() -> StoreScript.of(
                        List.of("sql", folder.resolve("none.yaml").toString())))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("none.yaml");
    }
}
