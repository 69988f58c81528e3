package dev.effe.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Info;
import dev.effe.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionConfigTest {

    @TempDir
    Path folder;

    @Test
    void prefersSetThenTheVariableThenTheSecretFileThenTheFile() throws Exception {
        Path secret = write("secret", "from secret file");
        Path file = write("effe.properties", "set.db.url=from file");
        String config = "--config=" + file;
        Map<String, String> secretFile = Map.of("DB_URL_FILE", secret.toString());
        Map<String, String> both = Map.of("DB_URL_FILE", secret.toString(), "DB_URL", "from variable");

        assertThat(lookUp("db.url", Map.of(), config)).isEqualTo("from file");
        assertThat(lookUp("db.url", secretFile, config)).isEqualTo("from secret file");
        assertThat(lookUp("db.url", both, config)).isEqualTo("from variable");
        assertThat(lookUp("db.url", both, config, "--set=db.url=from set")).isEqualTo("from set");
    }

    @Test
    void prefersWhatIsSetToWhatIsInEveryEnvironment() throws Exception {
        Path secret = write("secret", "from secret file");
        String config = "--config=" + write("effe.properties", "set.user=from file");
        Map<String, String> plain = Map.of("USER", "root", "HOSTNAME", "c0ffee");

        assertThat(lookUp("user", plain, config)).isEqualTo("from file");
        assertThat(lookUp("user", Map.of("USER", "root", "USER_FILE", secret.toString()), config))
                .isEqualTo("from secret file");
        assertThat(lookUp("user", plain, config, "--set=user=from set")).isEqualTo("from set");
        assertThat(lookUp("user", plain)).isEqualTo("root");
        assertThat(lookUp("hostname", plain)).isEqualTo("c0ffee");
    }

    @Test
    void neverTakesTheLinkOfAServiceForAPort() throws Exception {
        String config = "--config=" + write("effe.properties", "set.redis.port=6380");
        Map<String, String> link = Map.of("REDIS_PORT", "tcp://10.0.0.1:6379");

        assertThat(parse(link).config("redis.port")).isEmpty();
        assertThat(lookUp("redis.port", link, config)).isEqualTo("6380");
        assertThat(lookUp("redis.port", Map.of("REDIS_PORT", "6381"), config)).isEqualTo("6381");
        assertThat(lookUp("redis.url", Map.of("REDIS_URL", "tcp://10.0.0.1:6379")))
                .isEqualTo("tcp://10.0.0.1:6379");
    }

    @Test
    void makesTheVariableOfAKey() {
        assertThat(lookUp("db-2.url/\u00e4", Map.of("DB_2_URL__", "a"))).isEqualTo("a");
    }

    @Test
    void takesAnEmptyValue() {
        assertThat(lookUp("a", Map.of("A", ""))).isEmpty();
        assertThat(lookUp("a", Map.of(), "--set", "a=")).isEmpty();
    }

    @Test
    void hasNoValueForAKeyThatNothingGives() {
        assertThat(parse(Map.of("DB", "x")).config("db.url")).isEmpty();
    }

    @Test
    void dropsOneLineBreakAtTheEndOfASecretFile() throws Exception {
        assertThat(secret("abc")).isEqualTo("abc");
        assertThat(secret("abc\n")).isEqualTo("abc");
        assertThat(secret("abc\r\n")).isEqualTo("abc");
        assertThat(secret("abc\n\n")).isEqualTo("abc\n");
        assertThat(secret(" a\nb ")).isEqualTo(" a\nb ");
        assertThat(secret("\n")).isEmpty();
        assertThat(secret("")).isEmpty();
    }

    @Test
    void saysWhichSecretFileCannotBeRead() {
        FunctionConfig config = parse(Map.of("DB_URL_FILE", "/no/such/file"));

        assertThatThrownBy(() -> config.config("db.url"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("db.url cannot be read from /no/such/file, which DB_URL_FILE names: there is no such file");
    }

    @Test
    void saysThatAPathOfASecretFileIsNone() {
        FunctionConfig config = parse(Map.of("DB_URL_FILE", "a\0b"));

        assertThatThrownBy(() -> config.required("db.url"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("db.url cannot be read from a\\u0000b, which DB_URL_FILE names: it is no path");
    }

    @Test
    void saysHowARequiredValueIsGivenInCode() {
        assertThatThrownBy(() -> FunctionConfig.of(Map.of()).required("db.url"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("db.url is required: set it by FunctionConfig.of(Map.of(\"db.url\", ...))");
    }

    @Test
    void saysWhereARequiredValueCanBeSet() {
        assertThatThrownBy(() -> parse(Map.of()).required("db.url"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("db.url is required: set it by --set db.url=..., the environment variable DB_URL,"
                        + " a file that DB_URL_FILE names, or set.db.url in the file of --config");
    }

    @Test
    void isWhatInitIsGiven() {
        Info info = new Info("hello", "1", "");
        Setup setup = FunctionConfig.of(Map.of("a", "1")).setup(info);

        assertThat(setup.config("a")).contains("1");
        assertThat(setup.config("b")).isEmpty();
        assertThat(setup.required("a")).isEqualTo("1");
        assertThatThrownBy(() -> setup.required("b")).isInstanceOf(IllegalStateException.class);
        assertThat(setup.info()).isSameAs(info);
    }

    @Test
    void doesNotTellItsValues() {
        FunctionConfig config = FunctionConfig.of(Map.of("password", "hunter2"));

        assertThat(config.toString()).doesNotContain("hunter2");
        assertThat(config.setup(new Info("hello", "", "")).toString()).doesNotContain("hunter2");
        assertThat(CommandLine.parse(List.of("--set", "password=hunter2"), Map.of())
                        .toString())
                .doesNotContain("hunter2");
    }

    private String secret(String content) throws Exception {
        return lookUp("key", Map.of("KEY_FILE", write("secret", content).toString()));
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String lookUp(String key, Map<String, String> environment, String... arguments) {
        return parse(environment, arguments).required(key);
    }

    private static FunctionConfig parse(Map<String, String> environment, String... arguments) {
        return CommandLine.parse(List.of(arguments), environment).functionConfig();
    }
}
