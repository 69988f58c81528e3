package dev.effe.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What AWS Lambda puts above a handler: aws-lambda-java-core, AWS's serialization, and the code that runs the handler
 * with them. The class files are those beside the server, but each loader makes classes of its own: AWS's serialization
 * keeps a handler's classes in static caches for good. Thread-safe.
 */
final class PlatformClassLoader extends ClassLoader {

    /** Packages with all below them. */
    private static final List<String> TREES = List.of(
            "dev.effe.lambda.runtime.",
            "com.amazonaws.services.lambda.runtime.serialization.",
            "com.amazonaws.lambda.thirdparty.");

    /** Packages alone: the events below them are the handler's to bring. */
    private static final List<String> PACKAGES =
            List.of("com.amazonaws.services.lambda.runtime.", "com.amazonaws.services.lambda.runtime.logging.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader server;

    PlatformClassLoader(ClassLoader api, ClassLoader server) {
        super("aws lambda", api);
        this.server = server;
    }

    private static boolean isOwn(String className) {
        return TREES.stream().anyMatch(className::startsWith)
                || PACKAGES.stream()
                        .anyMatch(name -> className.startsWith(name) && className.indexOf('.', name.length()) < 0);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!isOwn(name)) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = server.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, LambdaProvider.class.getProtectionDomain());
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Such as the time zones of AWS's copy of Joda. */
    @Override
    protected @Nullable URL findResource(String name) {
        return isOwn(name.replace('/', '.')) ? server.getResource(name) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        return isOwn(name.replace('/', '.')) ? server.getResources(name) : super.findResources(name);
    }
}
