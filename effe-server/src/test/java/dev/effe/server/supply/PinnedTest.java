package dev.effe.server.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build begins with the same bytes everywhere: images by digest, Maven by checksum. */
class PinnedTest {

    private static final Path HOME = Path.of("").toAbsolutePath().getParent();

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.function"})
    void imagesOfOthersAreNamedByDigest(String dockerfile) throws IOException {
        String text = Files.readString(HOME.resolve("docker").resolve(dockerfile));
        List<String> bases = Pattern.compile("(?m)^(?:FROM +|ARG \\w*IMAGE=)(\\S+)")
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(name -> name.contains("/"))
                .toList();

        assertThat(bases).allMatch(name -> name.matches(".+@sha256:[0-9a-f]{64}"));
        assertThat(bases).hasSize(dockerfile.equals("Dockerfile") ? 1 : 0);
    }

    @Test
    void mavenIsWhatItsChecksumSays() throws IOException {
        assertThat(Files.readString(HOME.resolve(".mvn/wrapper/maven-wrapper.properties")))
                .containsPattern("(?m)^distributionUrl=https://\\S+\\.zip$")
                .containsPattern("(?m)^distributionSha256Sum=[0-9a-f]{64}$");
    }
}
