package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptQueueTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    @EnabledOnOs(OS.LINUX)
    void countsWhoIsConnectedButNotTakenOn(String host) throws IOException {
        try (ServerSocket port = new ServerSocket(0, 10, InetAddress.getByName(host));
                Socket first = new Socket("127.0.0.1", port.getLocalPort());
                Socket second = new Socket("127.0.0.1", port.getLocalPort())) {
            assertThat(AcceptQueue.length(port.getLocalPort())).isEqualTo(2);
            port.accept().close();
            assertThat(AcceptQueue.length(port.getLocalPort())).isEqualTo(1);
            port.accept().close();
            assertThat(AcceptQueue.length(port.getLocalPort())).isZero();
            assertThat(first.isConnected() && second.isConnected()).isTrue();
        }
    }
}
