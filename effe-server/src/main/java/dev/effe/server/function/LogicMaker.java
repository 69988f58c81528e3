package dev.effe.server.function;

import dev.effe.JsonLogic;
import dev.effe.Logic;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the one instance of the chosen class. Runs user code: on a thread whose context class loader is the function's. */
final class LogicMaker {

    private final FunctionPath path;
    private final ClassLoader loader;
    private final ClassScan scan;

    private final LoadFailures failures;

    LogicMaker(FunctionPath path, ClassLoader loader, ClassScan scan) {
        this.path = path;
        this.loader = loader;
        this.scan = scan;
        this.failures = new LoadFailures(path);
    }

    LoadedLogic make(LogicChoice choice) throws LoadException, IOException {
        Class<?> type = find(choice);
        if (!Logic.class.isAssignableFrom(type)) {
            throw new LoadException(type.getName() + " is not a Logic: it must implement dev.effe.Logic or"
                    + " dev.effe.JsonLogic; an AWS Lambda handler is named with --handler");
        }
        Logic<?> logic = construct(type);
        checkInput(type, logic);
        String origin = type.getName() + " " + path.where();
        return new LoadedLogic(logic, loader, ContextType.isVoid(logic.getClass()), origin);
    }

    private Class<?> find(LogicChoice choice) throws LoadException, IOException {
        try {
            return Class.forName(choice.className(), false, loader);
        } catch (ClassNotFoundException e) {
            throw new LoadException(notFound(choice), e);
        } catch (LinkageError | SecurityException e) {
            throw failures.explain(choice.className(), "loading it", e);
        }
    }

    private String notFound(LogicChoice choice) throws IOException {
        List<String> others = scan.implementations(path.all()).stream()
                .filter(ClassHeader::isConcrete)
                .map(ClassHeader::name)
                .toList();
        String fix = others.isEmpty() ? "no class there implements dev.effe.Logic" : "name " + Names.list(others);
        return choice.className() + ", named by " + choice.namedBy() + ", is not " + path.where() + ": " + fix;
    }

    /** Why no instance of a Logic can be made, with the fix; null if one can. */
    static @Nullable String problemOf(Class<?> type) {
        int modifiers = type.getModifiers();
        if (type.isInterface() || type.isEnum()) {
            return "is an " + (type.isEnum() ? "enum" : "interface") + ": name a concrete class with --logic";
        }
        if (Modifier.isAbstract(modifiers)) {
            return "is abstract: name a concrete class with --logic";
        }
        if (type.isMemberClass() && !Modifier.isStatic(modifiers)) {
            return "is an inner class: make it static";
        }
        if (!Modifier.isPublic(modifiers)) {
            return "is not public: make it public";
        }
        return constructorOf(type) == null ? "has no public constructor without arguments: add one" : null;
    }

    private static @Nullable Constructor<?> constructorOf(Class<?> type) {
        try {
            return type.getConstructor();
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private Logic<?> construct(Class<?> type) throws LoadException {
        try {
            String problem = problemOf(type);
            Constructor<?> constructor = constructorOf(type);
            if (problem != null || constructor == null) {
                throw new LoadException(named(type) + " " + problem);
            }
            return (Logic<?>) constructor.newInstance();
        } catch (LoadException e) {
            throw e;
        } catch (InvocationTargetException e) {
            throw failures.explain(type.getName(), "its constructor", causeOf(e));
        } catch (Exception e) {
            throw failures.explain(type.getName(), "making it", e);
        } catch (Throwable e) {
            // The JVM wraps what a constructor throws, but not an Error of a static initialiser.
            throw failures.explain(type.getName(), "its static initialiser", e);
        }
    }

    private static Throwable causeOf(InvocationTargetException e) {
        Throwable cause = e.getCause();
        return cause == null ? e : cause;
    }

    /** So that a type that cannot be told stops the start, not each request. */
    private void checkInput(Class<?> type, Logic<?> logic) throws LoadException {
        if (!(logic instanceof JsonLogic<?, ?, ?> json)) {
            return;
        }
        try {
            if (inputTypeOf(json) == null) {
                throw new LoadException(named(type) + ": its inputType() returned null");
            }
        } catch (IllegalStateException e) {
            throw new LoadException(untold(type, e), e);
        } catch (RuntimeException | LinkageError e) {
            throw failures.explain(type.getName(), "its inputType()", e);
        }
    }

    /** The API's own message names the class and the fix; that of an overriding method may name neither. */
    private String untold(Class<?> type, IllegalStateException e) {
        String message = e.getMessage();
        return message != null && message.contains(type.getName())
                ? message
                : named(type) + ": its inputType() threw " + e;
    }

    /** Users' code is not bound to null marks. */
    private static @Nullable Object inputTypeOf(JsonLogic<?, ?, ?> json) {
        return json.inputType();
    }

    private String named(Class<?> type) {
        return type.getName() + " (" + path.where() + ")";
    }
}
