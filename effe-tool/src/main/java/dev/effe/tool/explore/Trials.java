package dev.effe.tool.explore;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.deploy.DeployedFunction;
import dev.effe.tool.invoke.Data;
import dev.effe.tool.remote.LambdaCalls.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends the samples that somebody types the numbers of. Used by one thread. */
final class Trials {

    private static final int LONGEST_LINE = 200;

    private final Map<String, DeployedFunction> functions;
    private final Samples samples;
    private final PrintStream out;
    /** The function that was called last. */
    private @Nullable String last;

    Trials(Map<String, DeployedFunction> functions, Samples samples, PrintStream out) {
        this.functions = functions;
        this.samples = samples;
        this.out = out;
        last = functions.size() == 1 ? functions.keySet().iterator().next() : null;
    }

    /** Prints the samples with their numbers. */
    void list() {
        if (samples.files().isEmpty()) {
            out.println("No samples: put events as JSON files beside effe.yaml, or into events");
            return;
        }
        out.println("Samples: a number sends one; behind it the function, such as 1 "
                + functions.keySet().iterator().next());
        for (int i = 0; i < samples.files().size(); i++) {
            out.println("  " + (i + 1) + "  " + samples.files().get(i));
        }
    }

    /** Does what lines say, to the last one. */
    void read(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answer(line.strip());
            }
        } catch (IOException e) {
            out.println("The terminal cannot be read: " + e.getMessage());
        }
    }

    private void answer(String line) {
        String[] words = line.split("\\s+", -1);
        boolean isNumber = words[0].matches("[1-9][0-9]?")
                && Integer.parseInt(words[0]) <= samples.files().size();
        if (line.isEmpty() || line.length() > LONGEST_LINE || words.length > 2 || !isNumber) {
            list();
            return;
        }
        Path sample = samples.files().get(Integer.parseInt(words[0]) - 1);
        String function = words.length == 2 ? words[1] : meant(sample);
        if (function == null || !functions.containsKey(function)) {
            out.println("Which function? " + words[0] + " and one of " + String.join(", ", functions.keySet()));
            return;
        }
        last = function;
        send(sample, function, functions.get(function));
    }

    /** The function whose name a sample's begins with, else the last one. */
    private @Nullable String meant(Path sample) {
        String name = String.valueOf(sample.getFileName());
        return functions.keySet().stream()
                .filter(name::startsWith)
                .max((one, other) -> Integer.compare(one.length(), other.length()))
                .orElse(last);
    }

    private void send(Path sample, String function, DeployedFunction deployed) {
        try {
            Answer answer =
                    deployed.calls().invoke(deployed.name(), deployed.qualifier(), Data.of("@" + sample), false, false);
            out.println(function + (answer.isError() ? " failed:" : ":"));
            out.write(answer.payload());
            out.println();
        } catch (ToolException e) {
            out.println(function + ": " + e.getMessage());
        } catch (IOException e) {
            out.println(function + ": " + e);
        }
        out.flush();
    }
}
