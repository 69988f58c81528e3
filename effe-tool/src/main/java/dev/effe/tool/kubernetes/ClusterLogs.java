package dev.effe.tool.kubernetes;

import dev.effe.tool.remote.LogEvent;
import dev.effe.tool.remote.LogSource;
import dev.effe.tool.remote.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The logs of a function's pods, as nodes keep them: those of pods that are gone are gone too. To follow them is to ask
 * again and again, since pods come and go. Thread-safe.
 */
final class ClusterLogs implements LogSource {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    /** Clocks of nodes differ, and lines take their time. */
    private static final long OVERLAP_SECONDS = 10;

    private static final Pattern LINE =
            Pattern.compile("\\[pod/(?<pod>[^/\\]]+)/[^\\]]*] (?<time>[0-9T:.-]+(?:Z|[+-][0-9:]+)) ?(?<message>.*)");
    private static final Pattern VERSION = Pattern.compile("-v([1-9][0-9]{0,8})-[a-z0-9]+-[a-z0-9]+$");

    private final Kubectl kubectl;
    private final Pause pause;

    ClusterLogs(Kubectl kubectl, Pause pause) {
        this.kubectl = kubectl;
        this.pause = pause;
    }

    @Override
    public void read(String function, Duration since, boolean follow, Consumer<LogEvent> to) throws IOException {
        SeenLines seen = new SeenLines();
        long begun = System.nanoTime();
        look(function, "--since=" + Math.max(1, since.toSeconds()) + "s", seen, to);
        while (follow) {
            pause.of(BETWEEN_LOOKS);
            long before = begun;
            begun = System.nanoTime();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(begun - before) + OVERLAP_SECONDS;
            look(function, "--since=" + seconds + "s", seen, to);
        }
    }

    private void look(String function, String since, SeenLines seen, Consumer<LogEvent> to) throws IOException {
        String printed = kubectl.run(
                "logs",
                "--selector=" + Names.selector(function),
                "--container=function",
                "--prefix",
                "--timestamps",
                "--tail=-1",
                "--max-log-requests=200",
                "--ignore-errors",
                since);
        seen.begin();
        printed.lines().map(line -> event(function, line)).filter(seen::isNew).forEach(to);
    }

    private static LogEvent event(String function, String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return new LogEvent("", function, "", "", line);
        }
        Matcher version = VERSION.matcher(parts.group("pod"));
        return new LogEvent(
                parts.group("time"),
                function,
                version.find() ? version.group(1) : "",
                parts.group("pod"),
                parts.group("message"));
    }
}
