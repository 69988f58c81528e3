package dev.effe.tool.dev;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Gives {@code --debug} its usual port where no number follows. Stateless. */
final class DebugPort implements IParameterPreprocessor {

    static final String USUAL = "5005";

    @Override
    @SuppressWarnings("JdkObsolete") // It is picocli's stack.
    public boolean preprocess(Stack<String> rest, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if (rest.isEmpty() || !rest.peek().matches("[0-9]+")) {
            rest.push(USUAL);
        }
        return false;
    }
}
