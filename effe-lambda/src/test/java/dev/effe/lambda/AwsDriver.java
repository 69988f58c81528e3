package dev.effe.lambda;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs AWS's runtime for one handler after the other, with classes of its own for each: AWS's serialization behaves
 * differently after some events. The main class of another JVM, and its system class loader too, since AWS's runtime
 * makes that the parent of the handler's. Knows nothing of these tests, and nothing of them is on its class path.
 */
public final class AwsDriver extends ClassLoader {

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String NATIVE = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    /** The class loader of the handler that is running. */
    private static volatile ClassLoader current;

    public AwsDriver(ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        ClassLoader loader = current;
        return loader == null ? super.loadClass(name, resolve) : loader.loadClass(name);
    }

    /**
     * Goes on with the next handler at each byte of standard input, and ends with it.
     *
     * @param arguments the class path of AWS's runtime, its native library, and the handlers
     */
    public static void main(String[] arguments) throws Exception {
        String[] jars = arguments[0].split(File.pathSeparator);
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = Path.of(jars[i]).toUri().toURL();
        }
        for (int i = 2; i < arguments.length; i++) {
            // A library can be loaded once, and two runtimes would each write over the other's file.
            Path copy = Path.of(arguments[1] + "." + i);
            Files.copy(Path.of(arguments[1]), copy);
            System.setProperty(NATIVE, copy.toString());
            current = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
            start(arguments[i]);
            if (System.in.read() < 0) {
                return;
            }
        }
    }

    /** Its runtime never ends: it is left waiting for events that do not come. */
    private static void start(String handler) {
        Thread thread = new Thread(() -> {
            try {
                Object arguments = new String[] {handler};
                Class.forName(CLIENT, true, current)
                        .getMethod("main", String[].class)
                        .invoke(null, arguments);
            } catch (ReflectiveOperationException e) {
                e.printStackTrace();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
