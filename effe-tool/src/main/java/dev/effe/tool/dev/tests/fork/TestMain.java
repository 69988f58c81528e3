package dev.effe.tool.dev.tests.fork;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes and writes a line for each test to standard output. Standard input has the limit of a test in
 * milliseconds, the tags that count, those that do not, and the names, one a line, then an empty line; its end ends the
 * process, so that none is left behind.
 */
public final class TestMain {

    private static final int ABANDONED = 3;
    private static final int HANGS = 4;

    private TestMain() {}

    /** Runs them. */
    public static void main(String[] none) throws IOException {
        PrintStream lines = print(new FileOutputStream(FileDescriptor.out));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        long limit = Duration.ofMillis(Long.parseLong(orders.readLine())).toNanos();
        List<Filter<?>> tags = tags(orders.readLine(), orders.readLine());
        List<DiscoverySelector> classes = new ArrayList<>();
        for (String name = orders.readLine(); name != null && !name.isEmpty(); name = orders.readLine()) {
            classes.add(DiscoverySelectors.selectClass(name));
        }
        Tail output = new Tail();
        System.setIn(InputStream.nullInputStream());
        System.setOut(print(output));
        System.setErr(print(output));
        Report report = new Report(lines, output);
        daemon("effe-dev-parent", () -> awaitEnd(orders));
        daemon("effe-dev-limit", () -> watch(report, limit));
        Runtime.getRuntime().addShutdownHook(new Thread(report::ends));
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(classes)
                                .filters(tags.toArray(new Filter<?>[0]))
                                .build(),
                        report);
        report.done();
        System.exit(0); // Whatever threads tests have left.
    }

    /** Makes filters of expressions between commas; "" is for none. */
    private static List<Filter<?>> tags(String counting, String excluded) {
        List<Filter<?>> tags = new ArrayList<>();
        if (!counting.isEmpty()) {
            tags.add(TagFilter.includeTags(counting.split(",", -1)));
        }
        if (!excluded.isEmpty()) {
            tags.add(TagFilter.excludeTags(excluded.split(",", -1)));
        }
        return tags;
    }

    private static PrintStream print(java.io.OutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void awaitEnd(BufferedReader orders) {
        try {
            while (orders.read() >= 0) {
                // Nothing more is said.
            }
        } catch (IOException e) {
            // As its end.
        }
        Runtime.getRuntime().halt(ABANDONED);
    }

    private static void watch(Report report, long limitNanos) {
        try {
            while (!report.hangs(limitNanos)) {
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            // By a test that interrupts whatever thread it finds: as if it hung.
        }
        Runtime.getRuntime().halt(HANGS);
    }
}
