package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.tls.TestIdentity;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tests that take a process of their own: exit codes, and what the JDK reads once only. */
@Timeout(120)
@Tag("once")
class TlsProcessTest {

    private static final Pattern SERVING = Pattern.compile(".* on port (\\d+) .*");

    private static final List<String> ODD_NAMES = List.of(
            "localhost.",
            "localhost.",
            "hello_upstream",
            "hello_upstream",
            "",
            "_",
            "-a.example",
            "a..b",
            ".",
            "*.example",
            "127.0.0.1",
            "::1",
            "xn--a",
            "a b",
            "\u00ff\u00fe",
            "\0",
            "x".repeat(64) + ".example",
            "x".repeat(300));

    @TempDir
    Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void write() throws IOException {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        TestIdentity.rsa("one").write(certificate, key);
    }

    @Test
    void signsNothingWithSha1() throws Exception {
        Process process = start("--tls-cert", certificate.toString(), "--tls-key", key.toString());
        try {
            int port = port(process.inputReader());

            // A fatal alert, handshake_failure (RFC 8446, 6); the other way round it is a ServerHello.
            assertThat(answerToHello(port, "0201")).isEqualTo("15" + "0303" + "0002" + "0228");
            assertThat(answerToHello(port, "02010401")).startsWith("16" + "0303");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /** The first record's first 7 bytes, for a ClientHello of TLS 1.2 with these signature algorithms. */
    private static String answerToHello(int port, String algorithms) throws IOException {
        int length = algorithms.length() / 2;
        String extensions =
                "000a000400020017" + "000b00020100" + "000d%04x%04x%s".formatted(length + 2, length, algorithms);
        String hello = "0303" + "00".repeat(32) + "00" + "0002c02f" + "0100"
                + "%04x%s".formatted(extensions.length() / 2, extensions);
        String handshake = "01%06x%s".formatted(hello.length() / 2, hello);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(EdgeServer.PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(HexFormat.of().parseHex("160301%04x%s".formatted(handshake.length() / 2, handshake)));
            return HexFormat.of().formatHex(socket.getInputStream().readNBytes(7));
        }
    }

    /** There is one certificate, so that it does not matter which name a client asks for, or whether that is one. */
    @Test
    void answersWhateverNameIsAskedFor() throws Exception {
        Process process = start("--tls-cert", certificate.toString(), "--tls-key", key.toString());
        try {
            int port = port(process.inputReader());
            for (int i = 0; i < ODD_NAMES.size(); i++) {
                String name = ODD_NAMES.get(i);
                String version = i % 2 == 0 ? "TLSv1.2" : "TLSv1.3";
                try (TlsClient client = TlsClient.connect(port, TestIdentity.rsa("one"), version)) {
                    SSLParameters parameters = client.socket.getSSLParameters();
                    parameters.setServerNames(List.of(new AnyName(name.getBytes(StandardCharsets.ISO_8859_1))));
                    client.socket.setSSLParameters(parameters);
                    assertThat(client.get("/")).as("%s by %s", name, version).startsWith("Hello from Effe");
                }
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /** A name as it is sent, which Java's own class for it would check. */
    private static final class AnyName extends SNIServerName {
        AnyName(byte[] name) {
            super(StandardConstants.SNI_HOST_NAME, name);
        }
    }

    @Test
    void endsWithOneLineAndCode1ForABadFile() throws Exception {
        Process process = start(
                "--tls-cert",
                certificate.toString(),
                "--tls-key",
                folder.resolve("no").toString());

        assertThat(errors(process))
                .containsExactly("effe: tls-key " + folder.resolve("no") + " cannot be read: there is no such file");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void endsWithOneLineAndCode2ForHalfOfThePair() throws Exception {
        Process process = start("--tls-key", key.toString());

        assertThat(errors(process)).containsExactly("effe: tls-key (flag) needs tls-cert too");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    /** The process's own lines; the JVM may say more, which the manifest of effe.jar prevents. */
    private static List<String> errors(Process process) throws IOException {
        String text = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                .toList();
    }

    private static Process start(String... flags) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String[] start = {java, "-cp", classPath(), "dev.effe.server.Main", "--port", "0"};
        String[] command = Arrays.copyOf(start, start.length + flags.length);
        System.arraycopy(flags, 0, command, start.length, flags.length);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear(); // It may hold settings.
        return builder.start();
    }

    /** Without the functions of other tests, so that the built-in one serves. */
    private static String classPath() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> !entry.contains("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static int port(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher serving = SERVING.matcher(line);
            if (serving.matches()) {
                return Integer.parseInt(serving.group(1));
            }
        }
        throw new IOException("The process ended");
    }
}
