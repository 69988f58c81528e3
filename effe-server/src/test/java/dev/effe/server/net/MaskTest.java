package dev.effe.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {

    @ParameterizedTest
    @CsvSource({
        "https://user:secret@host/a, https://user:***@host/a",
        "https://:secret@host/a, https://:***@host/a",
        "https://user:se@cr/et@host/a, https://user:***@host/a",
        "https://ghp_0123@host/a, https://***@host/a",
        "jdbc:postgresql://app:secret@db:5432/x, jdbc:postgresql://app:***@db:5432/x",
        "https://host/a?Token=secret&n=1&api_key=secret, https://host/a?Token=***&n=1&api_key=***",
        "jdbc:sqlserver://host;user=app;password=secret, jdbc:sqlserver://host;user=app;password=***",
        "POST https://u:secret@host failed, POST https://u:***@host failed",
        "https://u:secret@host:80 is not of a@b, https://u:***@host:80 is not of a@b",
        "https://host/a, https://host/a",
        "https://host/@team, https://host/@team",
        "https://host?mail=a@b, https://host?mail=a@b",
        "file:/var/events, file:/var/events",
    })
    void hidesWhatIsSecretInUrls(String text, String shown) {
        assertThat(Mask.urls(text)).isEqualTo(shown);
    }

    @Test
    void knowsKeysOfSecrets() {
        assertThat(Mask.namesSecret("DB_PASSWORD")).isTrue();
        assertThat(Mask.namesSecret("Authorization")).isTrue();
        assertThat(Mask.namesSecret("timeout")).isFalse();
    }
}
