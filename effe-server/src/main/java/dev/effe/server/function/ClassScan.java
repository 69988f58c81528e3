package dev.effe.server.function;

import dev.effe.Logic;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the classes that implement {@link Logic}, or an interface of AWS Lambda's handlers, by their headers: loading ten
 * thousand classes to ask each of them takes seconds, and fails for those whose optional dependencies are missing.
 * Confined to one thread.
 */
final class ClassScan {

    /** The packages of the server, which a fat jar may hold beside the function. */
    private static final List<String> SERVER_PACKAGES =
            List.of("dev.effe.server.", "dev.effe.lambda.", "dev.effe.test.");

    private static final Set<String> HANDLERS = Set.of(
            "com.amazonaws.services.lambda.runtime.RequestHandler",
            "com.amazonaws.services.lambda.runtime.RequestStreamHandler");

    /** Anonymous and local classes have a number in their name. */
    private static final Pattern NAMELESS = Pattern.compile(".*\\$\\d.*");

    private final FunctionPath path;
    /** True if a name is one that is looked for. */
    private final Predicate<String> wanted;

    private final ClassHeaderReader reader = new ClassHeaderReader();
    private final Map<String, List<String>> parents = new HashMap<>();
    private final Map<String, Boolean> known = new HashMap<>();

    private ClassScan(FunctionPath path, Predicate<String> wanted) {
        this.path = path;
        this.wanted = wanted;
    }

    static ClassScan forLogic(FunctionPath path) {
        return new ClassScan(path, name -> FunctionClassLoader.isApi(name) && isApiLogic(name));
    }

    static ClassScan forHandlers(FunctionPath path) {
        return new ClassScan(path, HANDLERS::contains);
    }

    /** The names of the classes anywhere on the path that can be made; a handler may be a method of others. */
    List<String> candidates() throws IOException {
        List<String> candidates = new ArrayList<>();
        for (ClassHeader header : implementations(path.all())) {
            if (header.isConcrete() && Modifier.isPublic(header.access())) {
                candidates.add(header.name());
            }
        }
        return candidates;
    }

    /** The classes in these archives, abstract ones and interfaces included, that are or inherit what is wanted; by name. */
    List<ClassHeader> implementations(List<Archive> archives) throws IOException {
        List<ClassHeader> headers = new ArrayList<>();
        for (Archive archive : archives) {
            archive.forEachClass((file, in) -> {
                ClassHeader header = headerOrNull(in);
                // A class in another folder than its package's cannot be loaded: BOOT-INF/classes, for one.
                if (header != null && file.equals(header.name().replace('.', '/') + ".class")) {
                    parents.putIfAbsent(header.name(), header.parents());
                    headers.add(header);
                }
            });
        }
        List<ClassHeader> found = new ArrayList<>();
        for (ClassHeader header : headers) {
            if (mayBeFunction(header.name()) && isWanted(header.name())) {
                found.add(header);
            }
        }
        found.sort(Comparator.comparing(ClassHeader::name));
        return found;
    }

    /** True if there was any class that can be loaded by its name. */
    boolean foundClasses() {
        return !parents.isEmpty();
    }

    private @Nullable ClassHeader headerOrNull(InputStream in) {
        try {
            return reader.read(in);
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean mayBeFunction(String name) {
        return !FunctionClassLoader.isApi(name)
                && SERVER_PACKAGES.stream().noneMatch(name::startsWith)
                && !NAMELESS.matcher(name).matches();
    }

    /** True if a class is, or inherits, what is wanted; false for one that is not there. */
    boolean isWanted(String name) throws IOException {
        Boolean before = known.get(name);
        if (before != null) {
            return before;
        }
        // Until it is told: a class that inherits from itself is nothing.
        known.put(name, false);
        boolean found = wanted.test(name) || (!FunctionClassLoader.isApi(name) && inherits(name));
        known.put(name, found);
        return found;
    }

    private boolean inherits(String name) throws IOException {
        for (String parent : parentsOf(name)) {
            if (isWanted(parent)) {
                return true;
            }
        }
        return false;
    }

    private List<String> parentsOf(String name) throws IOException {
        List<String> scanned = parents.get(name);
        if (scanned != null || name.startsWith("java.") || name.startsWith("javax.")) {
            return scanned == null ? List.of() : scanned;
        }
        ClassHeader header = path.header(name, reader);
        return header == null ? List.of() : header.parents();
    }

    private static boolean isApiLogic(String name) {
        try {
            return Logic.class.isAssignableFrom(Class.forName(name, false, Logic.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
