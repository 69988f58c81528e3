package dev.effe.lambda;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The classes that AWS Lambda puts above a handler: aws-lambda-java-core, AWS's serialization, and the code that runs
 * the handler with them. The class files are those beside the server, but each loader makes classes of its own: AWS's
 * serialization keeps a handler's classes in static caches for good. Thread-safe.
 */
final class PlatformClassLoader extends URLClassLoader {

    /** Packages with all below them. */
    private static final List<String> TREES = List.of(
            "dev.effe.lambda.runtime.",
            "com.amazonaws.services.lambda.runtime.serialization.",
            "com.amazonaws.lambda.thirdparty.");

    /** Packages alone: the events below them are the handler's to bring. */
    private static final List<String> PACKAGES =
            List.of("com.amazonaws.services.lambda.runtime.", "com.amazonaws.services.lambda.runtime.logging.");

    /** A file of each jar or folder that has those packages: one and the same in effe.jar. */
    private static final List<String> MARKS = List.of(
            "dev/effe/lambda/runtime/LambdaLogic.class",
            "com/amazonaws/services/lambda/runtime/RequestHandler.class",
            "com/amazonaws/services/lambda/runtime/serialization/PojoSerializer.class");

    static {
        registerAsParallelCapable();
    }

    /**
     * @param api what the handler sees of the server
     * @param server where the class files are
     */
    PlatformClassLoader(ClassLoader api, ClassLoader server) {
        super("aws lambda", roots(server), api);
    }

    private static URL[] roots(ClassLoader server) {
        Map<String, URL> roots = new LinkedHashMap<>();
        for (String mark : MARKS) {
            URL root = root(mark, server);
            roots.put(root.toString(), root);
        }
        return roots.values().toArray(new URL[0]);
    }

    private static URL root(String mark, ClassLoader server) {
        URL file = server.getResource(mark);
        if (file == null) {
            throw new IllegalStateException(mark + " is not beside the server");
        }
        String text = file.toString();
        try {
            return new URL(text.substring(0, text.length() - mark.length()));
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asked for each class: in loops, which cost a start less than streams. */
    private static boolean isOwn(String className) {
        for (String tree : TREES) {
            if (className.startsWith(tree)) {
                return true;
            }
        }
        for (String name : PACKAGES) {
            if (className.startsWith(name) && className.indexOf('.', name.length()) < 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!isOwn(name)) {
            throw new ClassNotFoundException(name);
        }
        return super.findClass(name);
    }

    /** Such as the time zones of AWS's copy of Joda; nothing of the server's. */
    @Override
    public @Nullable URL findResource(String name) {
        return isOwn(name.replace('/', '.')) ? super.findResource(name) : null;
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        return isOwn(name.replace('/', '.')) ? super.findResources(name) : Collections.emptyEnumeration();
    }
}
