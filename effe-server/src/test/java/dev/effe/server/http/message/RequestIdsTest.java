package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestIdsTest {

    private final RequestIds ids = new RequestIds();

    @Test
    void keepsAWellFormedId() {
        for (String id : new String[] {"a", "Z-9._", "x".repeat(128), "01890a5d-ac96-774b-bcce-b302099a8057"}) {
            assertThat(ids.idFor(id)).isEqualTo(id);
        }
    }

    @Test
    void replacesAnyOther() {
        for (String id :
                new String[] {null, "", " ", "a b", "a\n", "\"", "a/b", "\u00e9", "x".repeat(129), "a,b", "\0"}) {
            assertThat(ids.idFor(id)).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        }
    }

    @Test
    void whatItGivesIsWellFormed() {
        assertThat(RequestIds.isWellFormed(ids.idFor(null))).isTrue();
    }
}
