package dev.effe.server.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The result depends on the bytes alone, not on how the network cuts them. */
class CutPositionTest {
    private static final int EVERY_BYTE_UP_TO = 600;

    static Stream<String> samples() {
        return Samples.all().stream();
    }

    static Stream<String> validSamples() {
        return Samples.VALID.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isTheSameForEveryCutInTwo(String stream) {
        List<String> whole = DecoderTester.decode(stream);

        // Long samples are all filler but for their ends.
        int step = stream.length() > EVERY_BYTE_UP_TO ? 61 : 1;
        for (int cut = 1; cut < stream.length(); cut += step) {
            assertThat(DecoderTester.decode(stream.substring(0, cut), stream.substring(cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isTheSameByteByByte(String stream) {
        assertThat(DecoderTester.decode(DecoderTester.bytewise(stream))).isEqualTo(DecoderTester.decode(stream));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isTheSameAheadOfTheAnswers(String stream) {
        List<String> whole = DecoderTester.decode(stream);

        assertThat(DecoderTester.decodeAhead(stream)).isEqualTo(whole);
        assertThat(DecoderTester.decodeAhead(DecoderTester.bytewise(stream))).isEqualTo(whole);
        int step = stream.length() > EVERY_BYTE_UP_TO ? 61 : 1;
        for (int cut = 1; cut < stream.length(); cut += step) {
            assertThat(DecoderTester.decodeAhead(stream.substring(0, cut), stream.substring(cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("validSamples")
    void receivesAValidSample(String stream) {
        assertThat(DecoderTester.decode(stream))
                .isNotEmpty()
                .noneMatch(call -> call.startsWith("refused") || call.contains("smuggled"));
    }

    @Test
    void refusesAMalformedSampleAndNothingElse() {
        Samples.malformed()
                .forEach((stream, refusal) ->
                        assertThat(DecoderTester.decode(stream)).as(stream).containsExactly("refused " + refusal));
    }

    @ParameterizedTest
    @MethodSource("validSamples")
    void dropsARequestCutByTheEndOfInput(String stream) {
        int requests = DecoderTester.decode(stream).size();
        for (int cut = 0; cut < stream.length(); cut++) {
            try (DecoderTester tester = DecoderTester.answering()) {
                tester.feed(stream.substring(0, cut));
                tester.endInput();
                tester.feed(Samples.SMUGGLED);
                assertThat(tester.messages).as("cut at %d", cut).hasSizeLessThanOrEqualTo(requests);
                assertThat(tester.calls).noneMatch(call -> call.contains("smuggled"));
            }
        }
    }
}
