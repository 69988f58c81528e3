package dev.effe.server.function;

import dev.effe.Logic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the class: the one that {@code --logic} names, else the manifest's {@code Effe-Logic}, else the services file,
 * else the only implementation. Looks into the function's own jar first, into {@code lib} after that.
 */
final class LogicChooser {

    private static final String FUNCTION = "Effe-Function";
    private static final String BUILT_IN = "built-in";
    private static final String LOGIC = "Effe-Logic";
    private static final String SERVICES = "META-INF/services/" + Logic.class.getName();

    private final FunctionPath path;
    private final ClassLoader loader;
    private final ClassScan scan;

    LogicChooser(FunctionPath path, ClassLoader loader, ClassScan scan) {
        this.path = path;
        this.loader = loader;
        this.scan = scan;
    }

    /** Returns the choice; empty if nothing is named and the class path has no function */
    Optional<LogicChoice> choose(@Nullable String logicClass) throws IOException, LoadException {
        if (logicClass != null) {
            return Optional.of(new LogicChoice(logicClass, "--logic"));
        }
        for (List<Archive> archives : List.of(withFunction(path.own()), withFunction(path.libraries()))) {
            Optional<LogicChoice> choice = chooseFrom(archives);
            if (choice.isPresent()) {
                return choice;
            }
        }
        if (path.isClassPath()) {
            return Optional.empty();
        }
        throw new LoadException("no function in " + path.name() + ": " + nothingFound());
    }

    private String nothingFound() throws IOException {
        ClassScan all = ClassScan.forHandlers(path);
        List<String> handlers = all.candidates();
        if (!handlers.isEmpty()) {
            return "it has handlers of AWS Lambda; name one with --handler: " + Names.list(handlers);
        }
        return all.foundClasses()
                ? "it has no " + LOGIC + " in its manifest, no " + SERVICES
                        + ", and no public class that implements dev.effe.Logic or dev.effe.JsonLogic"
                : "it has no classes; --function names a jar, or a folder of packages such as target/classes, with jars"
                        + " in its lib";
    }

    /** Leaves out the server's own jar, as it is shipped. */
    private static List<Archive> withFunction(List<Archive> archives) throws IOException {
        List<Archive> left = new ArrayList<>();
        for (Archive archive : archives) {
            if (!BUILT_IN.equals(archive.manifestAttribute(FUNCTION))) {
                left.add(archive);
            }
        }
        return left;
    }

    private Optional<LogicChoice> chooseFrom(List<Archive> archives) throws IOException, LoadException {
        Set<String> inManifests = inManifests(archives);
        if (!inManifests.isEmpty()) {
            return Optional.of(only(inManifests, LOGIC));
        }
        Set<String> services = inServices(archives);
        if (!services.isEmpty()) {
            return Optional.of(only(services, SERVICES));
        }
        return scanned(archives);
    }

    private static Set<String> inManifests(List<Archive> archives) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Archive archive : archives) {
            String name = archive.manifestAttribute(LOGIC);
            if (name != null && !name.isBlank()) {
                names.add(name);
            }
        }
        return names;
    }

    private static Set<String> inServices(List<Archive> archives) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Archive archive : archives) {
            try (InputStream in = archive.resource(SERVICES)) {
                if (in != null) {
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .map(line -> line.replaceFirst("#.*", "").strip())
                            .filter(name -> !name.isEmpty())
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    private Optional<LogicChoice> scanned(List<Archive> archives) throws IOException, LoadException {
        List<ClassHeader> implementations = scan.implementations(archives);
        Set<String> usable = new TreeSet<>();
        for (ClassHeader header : implementations) {
            if (header.isConcrete() && isUsable(header.name())) {
                usable.add(header.name());
            }
        }
        if (!usable.isEmpty()) {
            return Optional.of(only(usable, "a scan"));
        }
        return nearMiss(implementations);
    }

    /** The class that was meant, most likely: making it fails with the line that says what is wrong with it. */
    private Optional<LogicChoice> nearMiss(List<ClassHeader> implementations) {
        for (ClassHeader header : implementations) {
            if (header.isConcrete()) {
                return Optional.of(new LogicChoice(header.name(), "a scan"));
            }
        }
        return implementations.isEmpty() || path.isClassPath()
                ? Optional.empty()
                : Optional.of(new LogicChoice(implementations.get(0).name(), "a scan"));
    }

    private boolean isUsable(String className) {
        try {
            return LogicMaker.problemOf(Class.forName(className, false, loader)) == null;
        } catch (ClassNotFoundException | LinkageError | SecurityException e) {
            // Something optional, whose dependencies are not there.
            return false;
        }
    }

    private LogicChoice only(Collection<String> names, String namedBy) throws LoadException {
        if (names.size() > 1) {
            throw new LoadException(path.name() + " has " + names.size() + " functions, " + Names.list(names)
                    + ": choose one with --logic NAME, or with " + LOGIC + " in the manifest");
        }
        return new LogicChoice(names.iterator().next(), namedBy);
    }
}
