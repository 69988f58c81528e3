package dev.effe.bench.memory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A certificate and its key, as the servers read them: a PKCS12 file, and two of PEM. */
record KeyFiles(Path store, Path certificate, Path key) {

    private static final String PASSWORD = "changeit";

    /** Makes them by the JDK's keytool. */
    static KeyFiles in(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("server.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-dname",
                        "CN=localhost",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("keytool failed, see " + folder);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path certificate = folder.resolve("server.crt");
        Path key = folder.resolve("server.key");
        pem(certificate, "CERTIFICATE", keys.getCertificate("it").getEncoded());
        pem(key, "PRIVATE KEY", keys.getKey("it", PASSWORD.toCharArray()).getEncoded());
        return new KeyFiles(store, certificate, key);
    }

    private static void pem(Path file, String label, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
    }
}
