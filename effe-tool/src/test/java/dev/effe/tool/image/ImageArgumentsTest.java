package dev.effe.tool.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ImageArgumentsTest {

    @Test
    void readsEveryOption() {
        ImageArguments all = parse(
                "--function=a/My_Fn.jar",
                "-o",
                "x.tar",
                "--base",
                "b@c@sha256:" + "0a".repeat(32),
                "--platform",
                "linux/amd64,linux/arm64",
                "--tag",
                "t:2",
                "--push",
                "localhost:5000/n/m:1");
        assertThat(all)
                .isEqualTo(new ImageArguments(
                        Path.of("a/My_Fn.jar"),
                        Path.of("x.tar"),
                        new BaseImage(
                                Path.of("b@c"),
                                Optional.of("sha256:" + "0a".repeat(32)),
                                List.of(new Platform("amd64"), new Platform("arm64"))),
                        new ImageReference("", "t", "2"),
                        Optional.of(new ImageReference("localhost:5000", "n/m", "1"))));
    }

    @Test
    void namesTheImageByWhatIsPushedElseByTheFile() {
        assertThat(parse("--function", "a/My_Fn.jar", "--output", "x").tag()).hasToString("my-fn:latest");
        assertThat(parse("--function", "a", "--output", "x").base().path()).hasFileName("effe-base.tar");
        assertThat(parse("--function", "a", "--output", "x").base().digest()).isEmpty();
        assertThat(parse("--function", "a", "-o", "x", "--push", "r.io/n").tag())
                .hasToString("r.io/n:latest");
    }

    private static ImageArguments parse(String... arguments) {
        ImageCommand command = new ImageCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.arguments();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--function a -o x --push n:1     | --push must begin with a host, but was 'n:1'",
                "--function a -o x --push H:1/N   | --push must be like host:port/name:tag, in lower case, but was 'H:1/N'",
                "--function a -o x --tag a//b     | --tag must be like",
                "--function a -o x --platform arm64    | --platform must be like linux/amd64 or linux/arm64, but was 'arm64'",
                "--function a -o x --platform linux/   | --platform must be like linux/amd64 or linux/arm64, but was 'linux/'",
                "--function a -o x --base b@sha256:0 | --base must be a path, or one with @sha256: and 64 digits",
                "--function a -o x --base @sha256: | --base must be a path, or one with @sha256: and 64 digits",
            })
    void saysWhatIsWrong(String arguments, String message) {
        assertThatThrownBy(() -> parse(arguments.split(" +")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(message);
    }
}
