package dev.effe.tool.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AliasTrailTest {

    @Test
    void goesOnBackAndNeverForward() {
        assertThat(AliasTrail.ofHistory("3", List.of("2", "1")).earlier()).containsExactly("2", "1");
        assertThat(AliasTrail.ofHistory("2", List.of("3", "2", "1")).earlier()).containsExactly("1");
        assertThat(AliasTrail.ofHistory("1", List.of("2", "3", "2", "1")).earlier())
                .isEmpty();
        assertThat(AliasTrail.ofHistory("4", List.of("2", "3", "2", "1")).earlier())
                .containsExactly("2", "1");
    }

    @Test
    void takesTheStepsOfAPromotionForOne() {
        assertThat(AliasTrail.ofHistory("8", List.of("7", "7", "7", "5")).earlier())
                .containsExactly("7", "5");
    }

    @Test
    void isALineInADescription() {
        assertThat(AliasTrail.of("5").movedTo("7").movedTo("8").in("")).isEqualTo("effe: 8 < 7 < 5");
        assertThat(AliasTrail.of("8").in("The shop. effe: 7 < 5")).isEqualTo("The shop. effe: 8");
        assertThat(AliasTrail.ofDescription("8", "The shop. effe: 8 < 7 < 5"))
                .hasValueSatisfying(trail -> assertThat(trail.earlier()).containsExactly("7", "5"));
    }

    @Test
    void isUnknownWhereAnotherToolHasMovedTheAlias() {
        assertThat(AliasTrail.ofDescription("9", "effe: 8 < 7")).isEmpty();
        assertThat(AliasTrail.ofDescription("8", "the shop")).isEmpty();
        assertThat(AliasTrail.isIn("effe: 8 < 7")).isTrue();
    }

    @Test
    void forgetsTheOldestWhereADescriptionIsFull() {
        List<String> versions =
                IntStream.range(0, 100).mapToObj(i -> "" + (10_100 - i)).toList();

        String text = new AliasTrail(versions).in("x".repeat(100));

        assertThat(text).hasSizeBetween(248, 256).startsWith("x".repeat(100) + " effe: 10100 < 10099");
        assertThat(new AliasTrail(versions).in("x".repeat(256)))
                .hasSizeLessThan(257)
                .contains("effe: 10100");
    }
}
