package dev.effe.server.app.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {

    private final Faults faults = new Faults();

    @TempDir
    Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("effe.yaml"), content);
    }

    private @Nullable Value read(String content) throws IOException {
        return Value.read(List.of(file(content.getBytes(StandardCharsets.UTF_8))), faults);
    }

    private List<String> errors() {
        return faults.errors().stream()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"on", "no", "010", "22:22", "1e3", "~", "null", "0x1f", "2026-11-01", ".5", "true", "1_000"})
    void aValueIsTheTextThatIsWritten(String text) throws IOException {
        Value value = read("key: " + text).entries("").get("key");

        assertThat(value.text()).isEqualTo(text);
    }

    @Test
    void aTextInQuotesMayBeEmpty() throws IOException {
        Map<String, Value> values = read("quoted: ''\nbare:\n").entries("");

        assertThat(values.get("quoted").text()).isEmpty();
        assertThat(values.get("bare").text()).isNull();
        assertThat(errors()).containsExactly("effe.yaml:2:1: bare has no value: it must be text");
    }

    @Test
    void aMarkOfTheByteOrderIsNoPartOfTheText() throws IOException {
        assertThat(read("\ufeffkey: value").entries("")).containsOnlyKeys("key");
    }

    @Test
    void columnsCountCharactersAndNotBytes() throws IOException {
        assertThat(read("ключ: {😀: a, b: []}")
                        .entries("")
                        .get("ключ")
                        .entries("")
                        .get("b")
                        .text())
                .isNull();
        assertThat(errors()).containsExactly("effe.yaml:1:17: ключ.b must be text, but was a list");
    }

    @Test
    void saysWhereAFileIsNotUtf8() throws IOException {
        assertThat(Value.read(List.of(file("a: 1\nbä: \u00e4".getBytes(StandardCharsets.ISO_8859_1))), faults))
                .isNull();
        assertThat(errors()).containsExactly("effe.yaml:2:2: is not UTF-8 here");
    }

    @Test
    void readsNoMoreThanItsLimit() throws IOException {
        byte[] longest = new byte[YamlText.MAX_BYTES];
        Arrays.fill(longest, (byte) '#');
        System.arraycopy("a: 1\n".getBytes(StandardCharsets.UTF_8), 0, longest, 0, 5);
        assertThat(Value.read(List.of(file(longest)), faults)).isNotNull();

        assertThat(Value.read(List.of(file(Arrays.copyOf(longest, longest.length + 1))), faults))
                .isNull();
        assertThat(errors()).containsExactly("effe.yaml: has more than 1 MiB, the most that is read");
    }

    @Test
    void saysWhyThereIsNoFile() {
        assertThat(Value.read(List.of(folder.resolve("none.yaml")), faults)).isNull();
        assertThat(Value.read(List.of(folder), faults)).isNull();

        assertThat(errors())
                .containsExactlyInAnyOrder(
                        "none.yaml: cannot be read: there is no such file",
                        folder + ": cannot be read: it is a folder; name the file in it, such as effe.yaml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                 | effe.yaml: is empty: it begins with effe: 1",
                "# a comment        | effe.yaml: is empty: it begins with effe: 1",
                "a: 1\\n\\tb: 2     | effe.yaml:2:1: is no YAML: found character '\\\\t(TAB)' that cannot start any token:"
                        + " indent by blanks",
                "a: @b              | effe.yaml:1:4: is no YAML: found character '@' that cannot start any token: put a text"
                        + " with such characters in quotes, as \"GET /orders/{id}\"",
                "a: 1\\nb: CONTROL     | effe.yaml:2:4: is no YAML: it has the control character U+0001",
                "text               | effe.yaml:1:1: must be a map that begins with effe: 1, but was 'text'",
                "a: 'b              | effe.yaml:1:6: is no YAML: found unexpected end of stream",
                "*a                 | effe.yaml:1:1: *a is an alias: there are none, write the value again",
            })
    void saysWhereAndWhyAFileIsNone(String content, String message) throws IOException {
        String yaml = content.replace("\\n", "\n").replace("CONTROL", "\u0001").replace("\\t", "\t");

        assertThat(read(yaml)).isNull();
        assertThat(errors()).containsExactly(message.replace("\\\\", "\\"));
    }

    @Test
    void nestsSoDeepAndNoDeeper() throws IOException {
        assertThat(read("a: " + "[".repeat(19) + "]".repeat(19))).isNotNull();
        assertThat(errors()).isEmpty();

        assertThat(read("a: " + "[".repeat(20) + "]".repeat(20))).isNull();
        assertThat(errors()).containsExactly("effe.yaml:1:23: is nested more than 20 deep");
    }

    @Test
    void aFileOfBracketsOnlyIsOneFault() throws IOException {
        assertThat(read("a: " + "[".repeat(1_000_000))).isNull();
        assertThat(errors()).hasSize(1);
    }

    @Test
    void saysTheFirstHundredFaultsAndHowManyMoreThereAre() throws IOException {
        read(IntStream.range(0, 120).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining()))
                .fields("key");

        assertThat(errors()).hasSize(101).last().isEqualTo("and 20 more");
    }

    @Test
    void laterFilesAreLaidOverEarlierOnes() throws IOException {
        Path base = Files.writeString(folder.resolve("a.yaml"), """
                map: {kept: 1, replaced: 2}
                list: [1, 2]
                text: {was: a map}
                """);
        Files.createDirectory(folder.resolve("sub"));
        Path later =
                Files.writeString(folder.resolve("sub/b.yaml"), "map: {replaced: 3, added: 4}\nlist: [5]\ntext: t\n");

        Map<String, Value> values = Value.read(List.of(base, later), faults).entries("");

        Map<String, Value> map = values.get("map").entries("");
        assertThat(map).containsOnlyKeys("kept", "replaced", "added");
        assertThat(map.get("kept").place()).hasToString(base + ":1:13");
        assertThat(map.get("replaced").place()).hasToString(later + ":1:17");
        assertThat(map.get("replaced").text()).isEqualTo("3");
        assertThat(values.get("list").items("")).hasSize(1);
        assertThat(values.get("text").text()).isEqualTo("t");
        assertThat(map.get("kept").place().resolve(Path.of("x.jar"))).isEqualTo(folder.resolve("x.jar"));
        assertThat(map.get("added").place().resolve(Path.of("../x.jar"))).isEqualTo(folder.resolve("x.jar"));
        assertThat(map.get("added").place().resolve(Path.of("/x.jar"))).isEqualTo(Path.of("/x.jar"));
    }

    @Test
    void aMessageIsOneLineWhateverIsWritten() throws IOException {
        read("\"a\\nb\": [\"c\\rd\"]").fields("a");

        assertThat(errors()).hasSize(1);
        assertThat(errors().get(0)).contains("a\\u000ab is unknown").doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0s, 0s, true",
        "1ms, 0s, true",
        "7d, 1h, true",
        "1h, 1h, true",
        "3599s, 1h, false",
        "5, 0s, false",
        "1 h, 0s, false",
        "-1s, 0s, false",
        "25h, 0s, true",
        "36501d, 0s, false",
        "s, 0s, false",
        "'', 0s, false"
    })
    void durationsHaveAUnitAndALimit(String text, String min, boolean allowed) {
        assertThat(Kind.duration(min, "36500d").parse().apply(text) != null).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"1KiB, true", "1024, true", "1023, false", "16MiB, true", "16385KiB, false", "1MB, false", "-1, false"})
    void sizesHaveALimit(String text, boolean allowed) {
        assertThat(Kind.size("1KiB", "16MiB").parse().apply(text) != null).isEqualTo(allowed);
    }
}
