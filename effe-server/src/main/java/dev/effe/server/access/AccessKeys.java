package dev.effe.server.access;

import dev.effe.server.file.FileWatch;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a file, read again when it changes: in each line {@code ID SECRET ROLE FUNCTIONS}, of which the last two
 * may be left out. Thread-safe.
 */
public final class AccessKeys implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AccessKeys.class);
    private static final String ID = "[A-Za-z0-9._@=+-]{1,128}";
    private static final String FUNCTIONS = "[A-Za-z0-9_*-]{1,140}";
    private static final String FORM = "ID SECRET admin|invoke FUNCTION-NAMES, of which the last two may be left out";

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);

    private final String setting;
    private final Path file;
    private final boolean ownerOnly;
    private final FileWatch watch;

    /** The key that an unknown id is checked with, so that it takes as long as a known one. Nobody has its secret. */
    private final AccessKey unknown = new AccessKey("", randomSecret(), false, "");

    /** By id. Written by the constructor, then by the watch's thread. */
    private volatile Map<String, AccessKey> keys;

    private AccessKeys(String setting, Path file, boolean ownerOnly, String stamp, Map<String, AccessKey> keys) {
        this.setting = setting;
        this.file = file;
        this.ownerOnly = ownerOnly;
        this.keys = keys;
        watch = new FileWatch("effe-keys", () -> FileWatch.stamp(file), stamp, this::readAgain);
    }

    /**
     * Reads the file, and watches it from now on.
     *
     * @param setting the setting that names the file, for messages
     * @throws IOException if it cannot be read or understood; the message is one line that says why
     */
    public static AccessKeys open(String setting, Path file) throws IOException {
        return open(setting, file, false);
    }

    /**
     * The same for keys that give more away: a file that every user of the machine can read, or others than its owner can
     * change, is refused, at the start and when it changes.
     *
     * @throws IOException if it is refused, cannot be read or understood; the message is one line that says why
     */
    public static AccessKeys openPrivate(String setting, Path file) throws IOException {
        return open(setting, file, true);
    }

    private static AccessKeys open(String setting, Path file, boolean ownerOnly) throws IOException {
        String stamp = FileWatch.stamp(file);
        if (ownerOnly) {
            checkRights(setting, file);
        }
        AccessKeys opened = new AccessKeys(setting, file, ownerOnly, stamp, read(setting, file));
        SigV4.signingKey("", "", "", ""); // Loads the JDK's cryptography now, not on an event loop.
        opened.warnOfReaders();
        opened.watch.start();
        return opened;
    }

    private static Map<String, AccessKey> read(String setting, Path file) throws IOException {
        Map<String, AccessKey> keys = new HashMap<>();
        int number = 0;
        for (String line : lines(setting, file)) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                String problem = add(keys, List.of(text.split("\\s+")));
                if (!problem.isEmpty()) { // Without the line itself, which has a secret.
                    throw new IOException(setting + " " + file + ", line " + number + ": " + problem);
                }
            }
        }
        if (keys.isEmpty()) {
            throw new IOException(setting + " " + file + " has no key; each line is " + FORM);
        }
        return Map.copyOf(keys);
    }

    private static List<String> lines(String setting, Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new IOException(setting + " " + file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new IOException(setting + " " + file + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw new IOException(setting + " " + file + " cannot be read: " + e, e);
        }
    }

    /** Returns why the line is none; "" if it is one. */
    private static String add(Map<String, AccessKey> keys, List<String> words) {
        if (words.size() < 2 || words.size() > 4) {
            return "must be " + FORM + ", but has " + words.size() + " words";
        }
        String role = words.size() > 2 ? words.get(2) : "invoke";
        String functions = words.size() > 3 ? words.get(3) : "*";
        if (!words.get(0).matches(ID)) {
            return "the id must be 1 to 128 letters, digits and any of ._@=+-";
        }
        if (!role.equals("admin") && !role.equals("invoke")) {
            return "the third word must be admin or invoke";
        }
        if (!functions.matches(FUNCTIONS)) {
            return "the fourth word must be a function's name, in which * stands for any letters";
        }
        AccessKey key = new AccessKey(words.get(0), words.get(1), role.equals("admin"), functions);
        AccessKey before = keys.put(words.get(0), key);
        return before == null ? "" : "the id " + words.get(0) + " is there twice";
    }

    private void readAgain() {
        try {
            if (ownerOnly) {
                checkRights(setting, file);
            }
            keys = read(setting, file);
            log.info("Took the new keys of {} {}: {}", setting, file, keys.size());
            warnOfReaders();
        } catch (IOException e) {
            log.warn("The keys from before stay in use: {}", e.getMessage());
        }
    }

    private void warnOfReaders() {
        if (rights(file).contains(PosixFilePermission.OTHERS_READ)) {
            log.warn("Every user of this machine can read the secrets of {} {}: chmod 600 {}", setting, file, file);
        }
    }

    private static void checkRights(String setting, Path file) throws IOException {
        if (!Collections.disjoint(rights(file), OTHERS)) {
            throw new IOException(
                    setting + " " + file + " can be read by every user of this machine, or changed by others than its"
                            + " owner: chmod 600 " + file);
        }
    }

    /** Who may do what with a file; nobody anything where that is not known. */
    private static Set<PosixFilePermission> rights(Path file) {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (IOException | UnsupportedOperationException e) {
            log.debug("Who may read {} is not known", file, e);
            return Set.of();
        }
    }

    /** The key of that id; one that nobody can have signed with if there is none. */
    AccessKey find(String id) {
        return keys.getOrDefault(id, unknown);
    }

    /**
     * Checks a user and a password of HTTP's Basic authentication, which are the id and the secret of a key.
     *
     * @param credentials as they came
     * @return the key
     * @throws AccessException if it is none of these, or another secret
     */
    public AccessKey checkPassword(String credentials) throws AccessException {
        String text;
        try {
            text = new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw AccessException.unknownKey();
        }
        int colon = Math.max(0, text.indexOf(':'));
        AccessKey key = find(text.substring(0, colon));
        boolean right = key.hasSecret(text.substring(Math.min(text.length(), colon + 1)));
        if (!right || !isKnown(key)) {
            throw AccessException.unknownKey();
        }
        return key;
    }

    boolean isKnown(AccessKey key) {
        return key != unknown;
    }

    private static String randomSecret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        watch.close();
    }
}
