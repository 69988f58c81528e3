package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real debugger at the command's process. */
@Tag("once")
class DevDebugTest {

    private static final int LINE = 13;

    @TempDir
    Path folder;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static VirtualMachine attach(int port) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(Integer.toString(port));
        return connector.attach(arguments);
    }

    private static void breakIn(VirtualMachine machine, ReferenceType type) throws Exception {
        EventRequest request = machine.eventRequestManager()
                .createBreakpointRequest(type.locationsOfLine(LINE).get(0));
        request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
        request.enable();
    }

    /** Lets all go on until a call is at the line; sets it in each class of that name, as debuggers do. */
    private static void awaitBreak(VirtualMachine machine) throws Exception {
        while (true) {
            EventSet events = machine.eventQueue().remove(60_000);
            assertThat(events).as("an event of the debugger").isNotNull();
            boolean hit = false;
            for (Event event : events) {
                if (event instanceof ClassPrepareEvent prepared) {
                    breakIn(machine, prepared.referenceType());
                }
                hit |= event instanceof BreakpointEvent;
            }
            events.resume();
            if (hit) {
                return;
            }
        }
    }

    @Test
    void aBreakpointStaysOverReloads() throws Exception {
        Samples.write(folder.resolve("Hello.java"), Samples.text("Hello", "one"));
        int port = freePort();
        try (DevProcess dev = DevProcess.start(folder, "--debug", Integer.toString(port), "Hello.java")) {
            dev.awaitLine("A debugger can attach to 127.0.0.1:" + port);
            assertThat(dev.text("/")).isEqualTo("one");
            VirtualMachine machine = attach(port);
            ClassPrepareRequest prepared = machine.eventRequestManager().createClassPrepareRequest();
            prepared.addClassFilter("Hello");
            prepared.enable();
            breakIn(machine, machine.classesByName("Hello").get(0));
            for (String text : new String[] {"one", "two", "three"}) {
                Samples.write(folder.resolve("Hello.java"), Samples.text("Hello", text));
                CompletableFuture<HttpResponse<String>> answer = dev.client.sendAsync(
                        HttpRequest.newBuilder(dev.uri("/")).build(), BodyHandlers.ofString());
                awaitBreak(machine);
                assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo(text);
            }
            machine.dispose();
            dev.signal("TERM");
            assertThat(dev.awaitEnd()).isZero();
        }
    }

    @Test
    void aPortThatIsTakenIsOneLine() throws Exception {
        Samples.write(folder.resolve("Hello.java"), Samples.text("Hello", "one"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DevProcess dev =
                        DevProcess.start(folder, "Hello.java", "--debug", Integer.toString(taken.getLocalPort()))) {
            assertThat(dev.awaitEnd()).isEqualTo(1);
            assertThat(dev.output())
                    .startsWith("effe: Port " + taken.getLocalPort() + " of --debug is taken: name another one")
                    .hasLineCount(1);
        }
    }

    /** It is the child's, which would go on alone. */
    @Test
    void endsWithTheProcessThatWasStarted() throws Exception {
        Samples.write(folder.resolve("Hello.java"), Samples.text("Hello", "one"));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java", "--debug", Integer.toString(freePort()))) {
            assertThat(dev.text("/")).isEqualTo("one");
            ProcessHandle child = dev.process.children().findFirst().orElseThrow();
            dev.signal("KILL");
            child.onExit().get(60, TimeUnit.SECONDS);
            assertThat(child.isAlive()).isFalse();
        }
    }
}
