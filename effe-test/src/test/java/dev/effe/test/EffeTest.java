package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Serving from a main, in a real process with real signals. */
@Timeout(120)
final class EffeTest {

    private static final List<String> DEBUGGED =
            List.of("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0");

    private static MainProcess serving(String... arguments) throws Exception {
        return MainProcess.start(ServingMain.class, List.of(), Map.of(), arguments);
    }

    @Test
    void servesUntilASignalAndStopsInGoodOrder() throws Exception {
        try (MainProcess process = serving("function")) {
            URI url = process.url();
            assertThat(process.get(url)).isIn("0min", "1min");
            process.stop();
            assertThat(process.exitCode()).isZero();
            assertThat(process.output())
                    .contains("Serving dev.effe.test.ServingMain$Minutes on port " + url.getPort())
                    .contains("the function is closed")
                    .doesNotContain("serve has returned");
            assertThat(process.errors()).isEmpty();
        }
    }

    @Test
    void isReachedFromThisMachineOnly() throws Exception {
        try (MainProcess process = serving("function")) {
            int port = process.url().getPort();
            assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.2"), port))
                    .isInstanceOf(ConnectException.class);
        }
        try (MainProcess process = serving("function", "--host=0.0.0.0")) {
            int port = process.url().getPort();
            new Socket(InetAddress.getByName("127.0.0.2"), port).close();
        }
    }

    @Test
    void takesFlagsAndTheEnvironment() throws Exception {
        try (MainProcess process = serving("function", "--set", "time.unit= minutes", "--timeout", "5m")) {
            assertThat(process.get(process.url())).isEqualTo("5 minutes");
        }
        Map<String, String> environment = Map.of("TIME_UNIT", " m", "EFFE_TIMEOUT", "7m");
        try (MainProcess process = MainProcess.start(ServingMain.class, DEBUGGED, environment, "function")) {
            assertThat(process.get(process.url())).isEqualTo("7 m");
        }
    }

    @Test
    void hasAnHourForEachCallUnderADebugger() throws Exception {
        try (MainProcess process = MainProcess.start(ServingMain.class, DEBUGGED, Map.of(), "function")) {
            assertThat(process.get(process.url())).isEqualTo("60min");
        }
        try (MainProcess process =
                MainProcess.start(ServingMain.class, DEBUGGED, Map.of(), "function", "-timeout", "5m")) {
            assertThat(process.get(process.url())).isEqualTo("5min");
        }
    }

    @Test
    void servesAHandler() throws Exception {
        List<String> open = List.of("--add-opens=java.base/java.lang=ALL-UNNAMED");
        try (MainProcess process = MainProcess.start(ServingMain.class, open, Map.of(), "handler")) {
            URI invoke = process.url().resolve("/2015-03-31/functions/function/invocations");
            assertThat(process.post(invoke, "\"hello\"")).isEqualTo("\"HELLO\"");
            process.stop();
            assertThat(process.exitCode()).isZero();
        }
        try (MainProcess process =
                MainProcess.start(ServingMain.class, open, Map.of(), "handler", "--lambda-api", "off")) {
            URI invoke = process.url().resolve("/2015-03-31/functions/function/invocations");
            assertThat(process.post(invoke, "\"hello\"")).isEqualTo("Internal Server Error");
        }
    }

    @Test
    void servesAnApplication() throws Exception {
        try (MainProcess process = serving(AppExtensionTest.file().toString(), "--port", "0", "--set", "item=tea")) {
            assertThat(process.get(process.url().resolve("/orders/tea"))).contains("\"left\":3");
            process.stop();
            assertThat(process.exitCode()).isZero();
        }
    }

    @Test
    void saysInOneLineThatThePortIsTaken() throws Exception {
        try (ServerSocket ours = new ServerSocket();
                MainProcess process = start7050(ours)) {
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.errors().lines()).hasSize(1);
            assertThat(process.errors()).contains("port 7050: another program uses it");
        }
    }

    private static MainProcess start7050(ServerSocket ours) throws Exception {
        try {
            ours.bind(new InetSocketAddress("127.0.0.1", 7050));
        } catch (BindException e) {
            // Then it is taken by somebody else.
        }
        return MainProcess.start(HelloMain.class, List.of(), Map.of());
    }

    @Test
    void refusesWrongFlagsInOneLine() throws Exception {
        try (MainProcess process = serving("function", "--max-context", "1")) {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.errors().lines()).hasSize(1);
            assertThat(process.errors()).contains("--max-contexts");
        }
        try (MainProcess process = serving("function", "--port", "7050")) {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.errors()).contains("--port is given twice");
        }
    }

    @Test
    void servesNoOtherFunctionThanTheGivenOne() throws Exception {
        for (String flag : List.of("--logic=com.example.Other", "--handler=com.example.Other")) {
            try (MainProcess process = serving("function", flag)) {
                assertThat(process.exitCode()).isEqualTo(2);
                assertThat(process.errors())
                        .isEqualTo("effe: The function is dev.effe.test.ServingMain$Minutes: leave out --function,"
                                + " --logic, --handler, --runtime, --bootstrap and --app, and their variables\n");
            }
        }
    }
}
