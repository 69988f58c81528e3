import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The commands of README, CONTRIBUTING and docs. {@code java .ci/Docs.java check} finds each that is neither run nor
 * named, with a reason, in .ci/docs.list; {@code run [page ...]} runs them in this folder, page by page, and compares
 * what they print. A command that goes on serving is ended before the next server of its page.
 */
public class Docs {

    /** Languages of blocks without commands. */
    private static final Set<String> OTHERS = Set.of("java", "xml", "json", "properties", "text", "yaml");

    private static final String PROGRAMS =
            "(?:\\./mvnw|\\.\\./\\.\\./mvnw|java|curl|docker|podman|kubectl|effe|aws|skopeo|wrk|testssl|taskset|helm|nginx"
                    + "|haproxy|docker/test|k8s/e2e/\\w+|\\.ci/\\w+|apt|apt-get|export|chmod|openssl)";
    private static final Pattern INLINE = Pattern.compile("`(" + PROGRAMS + " [^`]*)`");
    private static final Pattern INDENTED = Pattern.compile(" {4}(?:\\$ )?" + PROGRAMS + " .*");
    private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    /** The parts of outputs that differ from run to run. */
    private static final Pattern VARIES = Pattern.compile(UUID + "|\\b1-[0-9a-f]{8}-[0-9a-f]{24}\\b|=[0-9a-f]{16}\\b"
            + "|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z|[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} [0-9:]{8} GMT|…");

    private static final Pattern STARTS = Pattern.compile("(?:^|&& |=\\S+ )(?:java|effe(?= -| host)|\\S*mvnw) ");

    /** Commands that take longer say so. */
    private static final int SLOW_SECONDS = 3;

    private record Command(String page, String text, List<String> output) {}

    /** A line of .ci/docs.list; {@code rest} is the reason, or what is run in place of the command's beginning. */
    private record Rule(String kind, String page, String start, String rest) {
        boolean is(Command command) {
            return page.equals(command.page) && command.text.startsWith(start);
        }
    }

    private final List<String> problems = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final List<Command> inline = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        Docs docs = new Docs();
        List<Path> pages = pages();
        for (Path page : pages) {
            docs.read(page);
        }
        docs.readRules();
        docs.check();
        if (docs.problems.isEmpty() && arguments[0].equals("run")) {
            List<String> named = List.of(arguments).subList(1, arguments.length);
            for (Path page : pages) {
                if (named.isEmpty() || named.contains(name(page))) {
                    docs.new Page(name(page)).run();
                }
            }
        }
        docs.problems.forEach(System.out::println);
        System.exit(docs.problems.isEmpty() ? 0 : 1);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    private static String name(Path page) {
        return page.toString().replace('\\', '/');
    }

    private void read(Path page) throws IOException {
        String language = null;
        List<String> block = new ArrayList<>();
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("```")) {
                if (language == null) {
                    language = line.substring(3);
                } else {
                    readBlock(name(page), language, block);
                    block.clear();
                    language = null;
                }
            } else if (language != null) {
                block.add(line);
            } else if (INDENTED.matcher(line).matches()) {
                problems.add(name(page) + ": this command is in no block of ```sh: " + line.strip());
            } else {
                INLINE.matcher(line)
                        .results()
                        .forEach(found -> inline.add(new Command(name(page), found.group(1), List.of())));
            }
        }
    }

    private void readBlock(String page, String language, List<String> lines) {
        if (language.equals("sh")) {
            lines.stream()
                    .map(Docs::withoutComment)
                    .filter(line -> !line.isBlank())
                    .forEach(line -> commands.add(new Command(page, line, List.of())));
        } else if (language.equals("console")) {
            for (String line : lines) {
                if (line.startsWith("$ ")) {
                    commands.add(new Command(page, withoutComment(line.substring(2)), new ArrayList<>()));
                } else if (commands.isEmpty()) {
                    problems.add(page + ": an output before any command: " + line);
                } else {
                    commands.get(commands.size() - 1).output.add(line);
                }
            }
        } else if (!OTHERS.contains(language)) {
            problems.add(page + ": a block is of sh, console or " + OTHERS + ", but was of \"" + language + "\": "
                    + (lines.isEmpty() ? "" : lines.get(0)));
        }
    }

    private static String withoutComment(String line) {
        return line.replaceAll("(^| +)# .*$", "").stripTrailing();
    }

    private void readRules() throws IOException {
        Pattern rule = Pattern.compile("(skip|until) (\\S+) (.+?) -- (.+)|(as) (\\S+) (.+?) => (.+)|(first) (\\S+)() (.+)");
        for (String line : Files.readAllLines(Path.of(".ci/docs.list"))) {
            Matcher found = rule.matcher(line);
            if (found.matches()) {
                int at = found.group(1) != null ? 1 : found.group(5) != null ? 5 : 9;
                rules.add(new Rule(found.group(at), found.group(at + 1), found.group(at + 2), found.group(at + 3)));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                problems.add(".ci/docs.list: no rule: " + line);
            }
        }
    }

    private void check() {
        for (Command command : inline) {
            String text = command.text.replaceFirst(" …$", "");
            if (commands.stream().noneMatch(run -> run.text.startsWith(text)) && !isSkipped(command)) {
                problems.add(command.page + ": write this command in a block, where it is run, or skip it in"
                        + " .ci/docs.list with a reason: " + command.text);
            }
        }
        for (Rule rule : rules) {
            if (!rule.kind.equals("first")
                    && Stream.concat(commands.stream(), inline.stream()).noneMatch(rule::is)) {
                problems.add(".ci/docs.list: " + rule.page + " has no command that begins: " + rule.start);
            }
        }
    }

    private boolean isSkipped(Command command) {
        return rules.stream().anyMatch(rule -> rule.kind.equals("skip") && rule.is(command));
    }

    /** The run of a page's commands. */
    private final class Page {
        private final String name;
        /** The commands that later ones of the page need again: cd, export. */
        private final StringBuilder state = new StringBuilder();

        private final Set<Process> left = new HashSet<>();
        private Process server;

        Page(String name) {
            this.name = name;
        }

        void run() throws Exception {
            long beganNanos = System.nanoTime();
            try {
                for (Rule rule : rules) {
                    if (rule.kind.equals("first") && rule.page.equals(name)) {
                        run(new Command(name, rule.rest, List.of()));
                    }
                }
                for (Command command : commands) {
                    if (command.page.equals(name) && !isSkipped(command)) {
                        String program = program(inPlace(command));
                        if (!exists(program)) {
                            System.out.println("== " + name + ": not run from here on, for there is no " + program);
                            return;
                        }
                        run(command);
                    }
                }
            } finally {
                end(server);
                for (Process process : List.copyOf(left)) {
                    end(process);
                }
                System.out.println("== " + name + ": took " + secondsSince(beganNanos) + " s");
            }
        }

        private static long secondsSince(long beganNanos) {
            return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos);
        }

        private static String program(String command) {
            return command.replaceFirst("^(?:[A-Z0-9_]+=\\S+ )*", "").split(" ", 2)[0];
        }

        private boolean exists(String program) throws Exception {
            return new ProcessBuilder("bash", "-c", state + "command -v " + program)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        }

        private String inPlace(Command command) {
            for (Rule rule : rules) {
                if (rule.kind.equals("as") && rule.is(command)) {
                    return rule.rest + command.text.substring(rule.start.length());
                }
            }
            return command.text;
        }

        private void run(Command command) throws Exception {
            String text = inPlace(command);
            System.out.println("== " + name + ": " + text);
            if (text.startsWith("cd ") || text.startsWith("export ")) {
                state.append(text).append(" && ");
                return;
            }
            if (STARTS.matcher(text).find() && !text.endsWith("&")) {
                end(server); // It may want the port of the one before.
                server = null;
            }
            boolean until = rules.stream().anyMatch(rule -> rule.kind.equals("until") && rule.is(command));
            long beganNanos = System.nanoTime();
            long deadline = beganNanos + TimeUnit.MINUTES.toNanos(until ? 6 : 0);
            String problem = tryOnce(command, text);
            while (problem != null && System.nanoTime() < deadline) {
                if (server != null && server.waitFor(1, TimeUnit.SECONDS)) {
                    break; // Nobody is left who could answer otherwise.
                }
                problem = tryOnce(command, text);
            }
            if (secondsSince(beganNanos) >= SLOW_SECONDS) {
                System.out.println("   " + secondsSince(beganNanos) + " s");
            }
            if (problem != null) {
                System.out.println(problem);
                problems.add(name + ": " + problem);
            }
        }

        /** Returns what is wrong, or null. */
        private String tryOnce(Command command, String text) throws Exception {
            Path out = Files.createTempFile("docs", ".out");
            Process process = new ProcessBuilder("setsid", "bash", "-c", state + text)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            left.add(process);
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(30);
            while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
                if (Files.readString(out).contains("Serving ") && !text.contains("--train")) {
                    server = process;
                    return null;
                }
                if (System.nanoTime() > deadline) {
                    return "Goes on for 30 minutes: " + text;
                }
            }
            String printed = Files.readString(out).replace("\r", "").strip();
            boolean fits = command.output.isEmpty() ? process.exitValue() == 0 : pattern(command).matcher(printed).matches();
            return fits ? null : "Code " + process.exitValue() + " and this output from " + text + "\n" + printed;
        }

        private Pattern pattern(Command command) {
            String output = String.join("\n", command.output).strip();
            StringBuilder pattern = new StringBuilder();
            Matcher varies = VARIES.matcher(output);
            int at = 0;
            while (varies.find()) {
                pattern.append(Pattern.quote(output.substring(at, varies.start())));
                pattern.append(varies.group().equals("…") ? "(?s:.*)" : "[0-9A-Za-z=,:. -]+");
                at = varies.end();
            }
            return Pattern.compile(pattern + Pattern.quote(output.substring(at)));
        }

        /** Ends a process and all that it has started, as a terminal's end does. */
        private void end(Process process) throws Exception {
            if (process != null) {
                new ProcessBuilder("kill", "-TERM", "--", "-" + process.pid())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
                process.waitFor(60, TimeUnit.SECONDS);
                left.remove(process);
            }
        }
    }
}
