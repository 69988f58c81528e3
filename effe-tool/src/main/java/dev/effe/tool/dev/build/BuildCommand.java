package dev.effe.tool.dev.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** A program that builds, run to its end. Stateless. */
public final class BuildCommand {

    /** More is no reading matter; the end says what is wrong. */
    private static final int MOST_CHARS = 200_000;

    private BuildCommand() {}

    /** Runs a line of the shell, as {@code --build} has it. */
    public static String runLine(String line, Path folder, Consumer<String> said)
            throws BuildException, IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return run(windows ? List.of("cmd", "/c", line) : List.of("sh", "-c", line), line, folder, said);
    }

    /**
     * Runs a program.
     *
     * @param shown the command as messages have it
     * @param said is given each line that it prints
     * @return what it printed
     * @throws BuildException if it ends with another code than 0
     */
    public static String run(List<String> command, String shown, Path folder, Consumer<String> said)
            throws BuildException, IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        StringBuilder output = new StringBuilder();
        try {
            process.getOutputStream().close();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), Charset.defaultCharset()))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    output.append(line).append('\n');
                    output.delete(0, Math.max(0, output.length() - MOST_CHARS));
                    said.accept(line);
                }
            }
            int code = process.waitFor();
            if (code != 0) {
                throw BuildException.of(shown + " failed with exit code " + code, output.toString());
            }
            return output.toString();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
