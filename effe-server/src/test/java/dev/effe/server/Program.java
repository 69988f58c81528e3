package dev.effe.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that stand in front of effe. */
final class Program {

    /** The configurations of this project for them. */
    static final Path DOCKER =
            Path.of(System.getProperty("effe.docker", "../docker")).toAbsolutePath();

    private static final String[] SBIN = {"/usr/sbin", "/usr/local/sbin"};

    private Program() {}

    /** Finds a program; without it, or elsewhere than on Linux, the tests are skipped and say so. */
    static Path named(String name) {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "Only Linux has many loopback addresses");
        String[] path = System.getenv().getOrDefault("PATH", "").split(":");
        return Stream.concat(Arrays.stream(path), Arrays.stream(SBIN))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> Assumptions.abort(name + " is not installed: apt-get install " + name));
    }

    /** A free port at a loopback address that no outgoing connection has, or one might take the port. */
    static InetSocketAddress freeAddress() throws IOException {
        InetAddress host = InetAddress.getByName("127.0.2.1");
        try (ServerSocket socket = new ServerSocket(0, 1, host)) {
            return new InetSocketAddress(host, socket.getLocalPort());
        }
    }

    static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
