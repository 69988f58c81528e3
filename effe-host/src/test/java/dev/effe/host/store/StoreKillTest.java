package dev.effe.host.store;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.host.TestZips;
import dev.effe.host.model.Account;
import dev.effe.host.model.Alias;
import dev.effe.host.model.CodeRef;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.VersionConfig;
import dev.effe.host.store.Functions.Changed;
import dev.effe.server.file.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that changes functions is killed at any moment, again and again: each change that was answered is there after
 * that, and the one that was not is there whole or not at all.
 */
@Tag("slow")
class StoreKillTest {

    private static final int KILLS = 3;
    private static final int WRITERS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    /** The number of the last change of each function that was answered. */
    private final Map<String, Integer> answered = new HashMap<>();

    @Test
    void whatWasAnsweredIsThereAndTheRestIsWholeOrAbsent() throws Exception {
        Random random = new Random();
        long seed = random.nextLong();
        random.setSeed(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            String what = "seed " + seed + ", kill " + kill;
            for (String line : changeUntilKilled(random.nextLong(), 30 + random.nextInt(120))) {
                String[] words = line.split(" ");
                answered.put(words[1], Integer.parseInt(words[2]));
            }
            check(what);
        }
        assertThat(answered).hasSize(WRITERS);
    }

    private String answered(String name) {
        return Integer.toString(answered.getOrDefault(name, 0));
    }

    /** Runs the process until it has answered so many, kills it, and returns all that it has answered. */
    private List<String> changeUntilKilled(long seed, int enough) throws Exception {
        Path out = Files.createTempFile(folder, "out", ".txt"); // A pipe would lose what is in it with the process.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.resolve("data").toString(),
                        Long.toString(seed),
                        answered("f0"),
                        answered("f1"),
                        answered("f2"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(out.toFile())
                .start();
        await().atMost(PATIENCE).until(() -> told(out).size() >= enough || !process.isAlive());
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly();
        process.waitFor();
        return told(out);
    }

    private static List<String> told(Path out) throws IOException {
        return Files.readAllLines(out).stream() // The last line may be half of one.
                .filter(line -> line.startsWith("ok ") && line.endsWith(" ."))
                .toList();
    }

    private void check(String what) throws Exception {
        try (DataFolder data = DataFolder.open(folder.resolve("data"), Writer.ACCOUNT, InstantSource.system())) {
            for (Map.Entry<String, Integer> entry : answered.entrySet()) {
                FunctionState state = data.functions().get(entry.getKey());
                int last = entry.getValue();
                if (state == null) {
                    // Either the last answered change deleted it, or the one that was under way.
                    assertThat(Writer.deletes(last) || Writer.deletes(last + 1))
                            .as(what + " " + entry)
                            .isTrue();
                    continue;
                }
                int number = state.latest().config().timeoutSeconds();
                assertThat(number).as(what + " " + entry).isBetween(last, last + 1);
                assertThat(Writer.deletes(number)).as(what + " " + entry).isFalse();
                checkWhole(state, number, what);
            }
            for (FunctionState state : data.functions().all()) {
                for (CodeRef code : state.codes()) {
                    byte[] digest = Sha256.of(data.codes().zip(code));
                    assertThat(HexFormat.of().formatHex(digest)).as(what).isEqualTo(code.sha256());
                }
            }
        }
        try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
            assertThat(all).as(what).noneMatch(path -> path.toString().endsWith(AtomicFile.UNFINISHED));
        }
    }

    private static void checkWhole(FunctionState state, int number, String what) {
        assertThat(state.tags()).as(what).containsEntry("number", Integer.toString(number));
        assertThat(state.latest().config().description()).as(what).isEqualTo("d" + number);
        for (FunctionVersion version : state.versions().values()) {
            assertThat(version.config().description())
                    .as(what)
                    .isEqualTo("d" + version.config().timeoutSeconds());
        }
        for (Alias alias : state.aliases().values()) {
            assertThat(state.version(alias.version())).as(what).isNotNull();
        }
    }

    /** Changes functions, one thread for each, and prints what it was answered. */
    static final class Writer implements Runnable {

        static final Account ACCOUNT = new Account("us-east-1", "000000000000");

        private final DataFolder data;
        private final String name;
        private final Random random;
        private int number;

        private Writer(DataFolder data, String name, Random random, int answered) {
            this.data = data;
            this.name = name;
            this.random = random;
            FunctionState state = data.functions().get(name);
            if (state != null) {
                number = state.latest().config().timeoutSeconds() + 1;
            } else {
                // Gone by the last change that was answered, or by one more.
                number = answered == 0 || deletes(answered) ? answered + 1 : answered + 2;
            }
        }

        /** Takes the folder, a seed, and what was answered before of each function. */
        public static void main(String[] args) throws Exception {
            DataFolder data = DataFolder.open(Path.of(args[0]), ACCOUNT, InstantSource.system());
            Random seeds = new Random(Long.parseLong(args[1]));
            for (int i = 0; i < WRITERS; i++) {
                int answered = Integer.parseInt(args[2 + i]);
                new Thread(new Writer(data, "f" + i, new Random(seeds.nextLong()), answered)).start();
            }
        }

        /** True if a change of this number deletes. */
        static boolean deletes(int number) {
            return number % 17 == 0;
        }

        @Override
        public void run() {
            try {
                while (true) {
                    change();
                    System.out.println("ok " + name + " " + number + " .");
                    number++;
                }
            } catch (Exception e) {
                e.printStackTrace();
                System.exit(1);
            }
        }

        private void change() throws Exception {
            if (deletes(number)) {
                set(state -> null);
                return;
            }
            try (Upload upload = data.codes().upload()) {
                try (OutputStream out = upload.open()) {
                    // Some are the same for several functions and numbers.
                    out.write(TestZips.of("a", "code " + random.nextInt(5)));
                }
                CodeRef code = upload.keep();
                int kind = random.nextInt(4);
                set(state -> changed(state, code, kind));
            }
        }

        private void set(UnaryOperator<@Nullable FunctionState> change) throws StoreException {
            data.functions().<String, RuntimeException>change(name, state -> new Changed<>(change.apply(state), ""));
        }

        private FunctionState changed(@Nullable FunctionState before, CodeRef code, int kind) {
            VersionConfig config =
                    new VersionConfig(code, "java21", "a.B", "d" + number, 128, number, new TreeMap<>(), Map.of());
            FunctionVersion latest = FunctionVersion.latest(config, "r" + number, Instant.now());
            FunctionState state = before == null ? FunctionState.of(name, latest) : before.withLatest(latest);
            state = state.withTags(new TreeMap<>(Map.of("number", Integer.toString(number))));
            if (kind == 0) { // Publishes, and moves an alias to it.
                String version = Integer.toString(state.lastVersion() + 1);
                state = state.withVersion(new FunctionVersion(version, config, null, "v", Instant.now()))
                        .withAlias(new Alias("prod", version, null, "", "r", List.of()));
            } else if (kind == 1 && state.versions().size() > 3) { // Removes the oldest that no alias has.
                int oldest = state.versions().firstKey();
                boolean free =
                        state.aliases().values().stream().noneMatch(alias -> alias.pointsTo(Integer.toString(oldest)));
                state = free ? state.withoutVersion(oldest) : state;
            }
            return state;
        }
    }
}
