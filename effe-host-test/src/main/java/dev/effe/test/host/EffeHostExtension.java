package dev.effe.test.host;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Serves AWS Lambda's API while tests run, on a free port of this machine and without Docker: for tests of programs that
 * create, update or invoke functions by AWS's SDK. Each version that is invoked runs in a process of its own.
 *
 * <p>In a static field it starts once, before the first test of the class; in an instance field with each test. In the end
 * all processes are ended, and the functions are gone. Its methods may be called from any thread while it runs.
 */
public final class EffeHostExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    /** Written by the test framework's thread, before and after the tests that read it. */
    private volatile @Nullable TestHost host;

    private volatile boolean forEach;

    private EffeHostExtension() {}

    /**
     * An extension that serves no function yet.
     *
     * @return the extension, for a field with {@code @RegisterExtension}
     */
    public static EffeHostExtension create() {
        return new EffeHostExtension();
    }

    /**
     * The address of the API, for {@code endpointOverride} of an SDK's client or {@code AWS_ENDPOINT_URL}.
     *
     * @return such as {@code http://127.0.0.1:40321}
     * @throws IllegalStateException if it does not run
     */
    public URI endpoint() {
        return running().endpoint();
    }

    /**
     * An access key id that it takes; it takes any.
     *
     * @return the id
     */
    public String accessKeyId() {
        return "effe";
    }

    /**
     * The secret that goes with the id.
     *
     * @return the secret
     */
    public String secretAccessKey() {
        return "secret";
    }

    /**
     * The region that ARNs are in.
     *
     * @return {@code us-east-1}
     */
    public String region() {
        return TestHost.REGION;
    }

    /**
     * Deploys a Java function, or updates it: it has 512 MB and 30 seconds for a call.
     *
     * @param name of the function
     * @param code a jar or zip, or a folder such as {@code target/classes}
     * @param handler as AWS has it: {@code com.acme.Handler} or {@code com.acme.Handler::handle}
     * @return its ARN
     * @throws IOException if the code cannot be read
     * @throws IllegalStateException if the host refuses it; the message is its answer. Or if it does not run
     */
    public String deploy(String name, Path code, String handler) throws IOException {
        return deploy(name, "java17", code, handler);
    }

    /**
     * Deploys a function, or updates it, as {@link #deploy(String, Path, String)} does.
     *
     * @param name of the function
     * @param runtime AWS's name of it, such as {@code python3.12}, whose program must be on the PATH
     * @param code a jar or zip, or a folder
     * @param handler as AWS has it
     * @return its ARN
     * @throws IOException if the code cannot be read
     * @throws IllegalStateException as {@link #deploy(String, Path, String)} does
     */
    public String deploy(String name, String runtime, Path code, String handler) throws IOException {
        return running().deploy(name, runtime, code, handler);
    }

    /**
     * Gives a function a URL that anybody may call.
     *
     * @param name of the function
     * @return its URL, which ends with a slash
     * @throws IOException if the host does not answer
     * @throws IllegalStateException if it has one already, or there is no such function. Or if it does not run
     */
    public URI url(String name) throws IOException {
        return running().url(name);
    }

    private TestHost running() {
        TestHost running = host;
        if (running == null) {
            throw new IllegalStateException("The host is not running: is the field annotated with @RegisterExtension?");
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        host = TestHost.start();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (host == null) {
            forEach = true;
            host = TestHost.start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (forEach) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        stop();
    }

    private void stop() throws IOException {
        TestHost running = host;
        host = null;
        if (running != null) {
            running.close();
        }
    }
}
