package dev.effe.host.store;

import dev.effe.host.model.Account;
import dev.effe.server.file.OwnerOnly;
import dev.effe.server.journal.FolderLock;
import dev.effe.server.journal.LockedException;
import dev.effe.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The folder of a host, 0700, which one process at a time has: {@code host.json}, {@code functions}, {@code code} and
 * {@code uploads}. Thread-safe.
 */
public final class DataFolder implements AutoCloseable {

    private static final int FORMAT = 1;
    private static final String HOST = "host.json";
    private static final int SECRET_BYTES = 32;

    private final FolderLock lock;
    private final Account account;
    private final byte[] secret;
    private final Functions functions;
    private final CodeStore codes;

    private DataFolder(FolderLock lock, Account account, byte[] secret, Functions functions, CodeStore codes) {
        this.lock = lock;
        this.account = account;
        this.secret = secret;
        this.functions = functions;
        this.codes = codes;
    }

    /**
     * Opens it, or makes it. Blocks.
     *
     * @param account for a new one; one that is there keeps its own, as ARNs have it
     * @throws StoreException if another process has it, or it cannot be read or written
     */
    public static DataFolder open(Path folder, Account account, InstantSource clock) throws StoreException {
        FolderLock lock = lock(folder);
        try {
            Map<String, Object> host = host(folder, account);
            Functions functions = Functions.load(new FunctionFiles(folder.resolve("functions")));
            CodeStore codes = new CodeStore(folder.resolve("code"), folder.resolve("uploads"), functions, clock);
            codes.open();
            return new DataFolder(
                    lock,
                    new Account(text(host, "region"), text(host, "account")),
                    Base64.getDecoder().decode(text(host, "secret")),
                    functions,
                    codes);
        } catch (IOException | RuntimeException e) {
            throw closing(lock, new StoreException("The data folder " + folder + " cannot be used: " + e, e));
        } catch (StoreException e) {
            throw closing(lock, e);
        }
    }

    private static FolderLock lock(Path folder) throws StoreException {
        try {
            return FolderLock.take(folder);
        } catch (LockedException e) {
            throw new StoreException(
                    "Another process has the data folder " + folder + ": stop it, or name another folder", e);
        } catch (IOException e) {
            throw new StoreException("The data folder " + folder + " cannot be used: " + e, e);
        }
    }

    private static StoreException closing(FolderLock lock, StoreException failure) {
        try {
            lock.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** Reads the file that says whose folder it is; writes that of a new one. */
    private static Map<String, Object> host(Path folder, Account account) throws IOException {
        Path file = folder.resolve(HOST);
        if (!Files.exists(file)) {
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            Map<String, Object> host = new LinkedHashMap<>();
            host.put("format", FORMAT);
            host.put("account", account.id());
            host.put("region", account.region());
            host.put("secret", Base64.getEncoder().encodeToString(secret));
            AtomicFile.write(file, Json.write(host));
        }
        OwnerOnly.tighten(file);
        Map<String, Object> host = StateJson.map(Json.read(Files.readAllBytes(file)));
        if (!Integer.valueOf(FORMAT).equals(host.get("format"))) {
            throw new IOException(file + " is of format " + host.get("format") + ", but this version of Effe knows "
                    + FORMAT + " only");
        }
        return host;
    }

    private static String text(Map<String, Object> host, String name) {
        return (String) Objects.requireNonNull(host.get(name), name);
    }

    public Account account() {
        return account;
    }

    /** The secret that links of this host are signed with. */
    public byte[] secret() {
        return secret.clone();
    }

    public Functions functions() {
        return functions;
    }

    /** The folder of what comes in, empty at a start. */
    public Path uploads() {
        return codes.uploads();
    }

    public CodeStore codes() {
        return codes;
    }

    /** Leaves the folder to the next process. */
    @Override
    public void close() throws StoreException {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StoreException("The data folder cannot be left", e);
        }
    }
}
