package dev.effe.tool.dev;

import dev.effe.server.cli.ToolException;
import java.lang.module.ModuleFinder;

/** Tells a JDK from a runtime, which may lack modules, before any of their classes is asked for. Stateless. */
final class Jdk {

    private Jdk() {}

    /**
     * Makes sure that dev can compile.
     *
     * @throws ToolException if this Java cannot
     */
    static void checkCompiler() throws ToolException {
        check("jdk.compiler", "compiler (--build compiles by a command, --build none by an IDE)");
    }

    /**
     * Makes sure that a debugger can attach.
     *
     * @throws ToolException if none can to this Java
     */
    static void checkDebugger() throws ToolException {
        check("jdk.jdwp.agent", "agent for --debug");
    }

    static void check(String module, String missing) throws ToolException {
        if (ModuleFinder.ofSystem().find(module).isEmpty()) {
            throw new ToolException(
                    "dev needs a JDK: " + System.getProperty("java.home") + " is a runtime without a " + missing);
        }
    }
}
