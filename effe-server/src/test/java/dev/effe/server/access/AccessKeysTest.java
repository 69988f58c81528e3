package dev.effe.server.access;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.kit.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessKeysTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("keys");
    }

    private AccessKeys open(String text) throws IOException {
        Files.writeString(file, text);
        return AccessKeys.open("lambda-keys", file);
    }

    @Test
    void readsEachLine() throws IOException {
        try (AccessKeys keys =
                open("# for the shop\n\n AKID1 s3cr/et+= \r\nme@example.com\tb\tadmin\nAKID3 c invoke orders*\n")) {
            for (String id : new String[] {"AKID1", "me@example.com", "AKID3"}) {
                assertThat(keys.isKnown(keys.find(id))).isTrue();
            }
            for (String id : new String[] {"akid1", "AKID", "", "#", "s3cr/et+="}) {
                assertThat(keys.isKnown(keys.find(id))).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*, orders, true",
        "orders, orders, true",
        "orders, orders2, false",
        "orders, xorders, false",
        "orders*, orders_eu, true",
        "*_eu, orders_eu, true",
        "*_eu, orders_us, false",
        "o*s*u, orders_eu, true"
    })
    void sayWhichFunctionsTheyAreFor(String pattern, String function, boolean allowed) throws IOException {
        try (AccessKeys keys = open("id secret invoke " + pattern)) {
            AccessKey key = keys.find("id");
            if (allowed) {
                assertThatCode(() -> key.checkInvoke(function)).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> key.checkInvoke(function))
                        .isInstanceOfSatisfying(
                                AccessException.class, e -> assertThat(e.type()).isEqualTo("AccessDeniedException"))
                        .hasMessageContaining(function);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret-in-one-word",
                "id top-secret owner",
                "id top-secret invoke a b",
                "id top-secret invoke a.b",
                "i/d top-secret",
                "a top-secret\na top-secret",
            })
    void namesTheLineThatIsNoneButNoSecret(String text) {
        assertThatThrownBy(() -> open("# keys\n" + text))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("lambda-keys " + file + ", line ")
                .hasMessageNotContaining("secret-in")
                .hasMessageNotContaining("top-secret");
    }

    @Test
    void warnsWhereEveryUserCanReadIt() throws IOException {
        Files.writeString(file, "id secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(loggedByOpening()).contains("chmod 600 " + file);
        for (String mode : List.of("rw-------", "r--r-----")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            assertThat(loggedByOpening()).doesNotContain("chmod");
        }
    }

    /** The lines that are logged while the file is opened. */
    private String loggedByOpening() throws IOException {
        try (LogLines log = LogLines.of(AccessKeys.class)) {
            AccessKeys.open("lambda-keys", file).close();
            return log.messages().toString();
        }
    }

    @Test
    void sayWhoMayChangeFunctions() throws IOException {
        try (AccessKeys keys =
                open("any secret\ncaller secret invoke\nshop secret admin shop_*\nroot secret admin\n")) {
            for (String id : List.of("any", "caller")) {
                assertDenied(() -> keys.find(id).checkRole("CreateFunction"), "its role is invoke");
                assertDenied(() -> keys.find(id).checkAdmin("CreateFunction", "shop_a"), "its role is invoke");
                assertDenied(() -> keys.find(id).checkAll("ListFunctions"), "its role is invoke");
            }
            AccessKey shop = keys.find("shop");
            assertThatCode(() -> shop.checkAdmin("DeleteFunction", "shop_a")).doesNotThrowAnyException();
            assertThatCode(() -> shop.checkInvoke("shop_a")).doesNotThrowAnyException();
            assertDenied(() -> shop.checkAdmin("DeleteFunction", "ashop_a"), "its key is for shop_*");
            assertDenied(() -> shop.checkAll("ListFunctions"), "its key is for shop_*");
            AccessKey root = keys.find("root");
            assertThatCode(() -> root.checkAll("ListFunctions")).doesNotThrowAnyException();
            assertThatCode(() -> root.checkAdmin("DeleteFunction", "x")).doesNotThrowAnyException();
        }
    }

    private static void assertDenied(ThrowingCallable call, String reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AccessException.class, e -> assertThat(e.type()).isEqualTo("AccessDeniedException"))
                .hasMessageEndingWith(reason);
    }

    @ParameterizedTest
    @CsvSource({"rw----r--, false", "rw-rw----, false", "rw-----w-, false", "rw-r-----, true", "r--------, true"})
    void privateOnesAreForTheirOwner(String rights, boolean taken) throws IOException {
        Files.writeString(file, "id secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        if (taken) {
            AccessKeys.openPrivate("keys", file).close();
        } else {
            assertThatThrownBy(() -> AccessKeys.openPrivate("keys", file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("keys " + file)
                    .hasMessageEndingWith("chmod 600 " + file);
        }
    }

    @Test
    void privateOnesStayWhereTheNewOnesAreForAll() throws IOException {
        Files.writeString(file, "old secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (LogLines log = LogLines.of(AccessKeys.class);
                AccessKeys keys = AccessKeys.openPrivate("keys", file)) {
            Path next = Files.writeString(folder.resolve("new"), "new secret");
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            await().atMost(PATIENCE).until(() -> log.messages().toString().contains("stay in use"));
            assertThat(log.messages().toString()).contains("chmod 600").doesNotContain("new secret");
            assertThat(keys.isKnown(keys.find("old"))).isTrue();
            assertThat(keys.isKnown(keys.find("new"))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# id secret"})
    void areNotNone(String text) {
        assertThatThrownBy(() -> open(text)).hasMessageContaining("lambda-keys " + file + " has no key");
    }

    @Test
    void saysThatTheFileIsMissingOrNoText() throws IOException {
        assertThatThrownBy(() -> AccessKeys.open("lambda-keys", file))
                .hasMessage("lambda-keys " + file + " does not exist");
        Files.write(file, new byte[] {'a', ' ', (byte) 0xff});
        assertThatThrownBy(() -> AccessKeys.open("lambda-keys", file)).hasMessageContaining("is not text in UTF-8");
        assertThatThrownBy(() -> AccessKeys.open("lambda-keys", folder)).hasMessageContaining("cannot be read");
    }

    @Test
    void takesUpNewKeysAndKeepsTheOldOnesWhereTheNewAreNone() throws IOException {
        try (LogLines log = LogLines.of(AccessKeys.class);
                AccessKeys keys = open("old secret")) {
            Files.writeString(folder.resolve("new"), "new secret");
            Files.move(folder.resolve("new"), file, StandardCopyOption.REPLACE_EXISTING);
            await().atMost(PATIENCE).until(() -> keys.isKnown(keys.find("new")));
            assertThat(keys.isKnown(keys.find("old"))).isFalse();

            Files.writeString(file, "broken");
            await().atMost(PATIENCE).until(() -> log.messages().toString().contains("stay in use"));
            assertThat(keys.isKnown(keys.find("new"))).isTrue();
        }
    }
}
