package dev.effe.server.function;

import java.io.IOException;
import java.util.List;

/** Refuses a {@code --handler} whose class is not there, and names those that are. Confined to one thread. */
final class HandlerCheck {

    private final FunctionPath path;
    private final ClassLoader loader;

    HandlerCheck(FunctionPath path, ClassLoader loader) {
        this.path = path;
        this.loader = loader;
    }

    /** Loads the handler's class, without running any code of it. */
    void check(String handler) throws LoadException, IOException {
        int colons = handler.indexOf("::");
        String className = colons < 0 ? handler : handler.substring(0, colons);
        try {
            Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
            throw new LoadException(
                    className + ", named by --handler, is not " + path.where() + ": " + fix(className), e);
        } catch (LinkageError | SecurityException e) {
            throw new LoadFailures(path).explain(className, "loading it", e);
        }
    }

    private String fix(String className) throws IOException {
        int dot = className.lastIndexOf('.');
        String owner = className.substring(0, Math.max(dot, 0));
        String member = className.substring(dot + 1);
        if (isHere(owner + "$" + member)) {
            return "write " + owner + "$" + member;
        }
        if (isHere(owner)) {
            return "write " + owner + "::" + member;
        }
        List<String> handlers = ClassScan.forHandlers(path).candidates();
        return handlers.isEmpty()
                ? "no class there implements RequestHandler or RequestStreamHandler of AWS Lambda"
                : "name " + Names.list(handlers);
    }

    private boolean isHere(String className) throws IOException {
        return path.header(className, new ClassHeaderReader()) != null;
    }
}
