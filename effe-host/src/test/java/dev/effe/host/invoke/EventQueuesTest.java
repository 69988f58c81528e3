package dev.effe.host.invoke;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.host.model.Account;
import dev.effe.host.model.CodeRef;
import dev.effe.host.model.EventConfig;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.VersionConfig;
import dev.effe.host.store.DataFolder;
import dev.effe.host.store.Functions;
import dev.effe.host.store.Functions.Changed;
import dev.effe.host.store.StoreException;
import dev.effe.server.events.Event;
import dev.effe.server.events.EventQueue;
import dev.effe.server.events.EventTarget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queues of events of functions that are there, are deleted and come again. */
class EventQueuesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    @TempDir
    Path folder;

    private final List<Event> given = new CopyOnWriteArrayList<>();
    private final List<Consumer<EventTarget.Result>> running = new CopyOnWriteArrayList<>();
    private DataFolder data;
    private Functions functions;
    private EventQueues queues;

    @BeforeEach
    void open() throws Exception {
        data = DataFolder.open(folder, new Account("us-east-1", "000000000000"), InstantSource.system());
        functions = data.functions();
        queues = queues();
        functions.listen(queues);
    }

    private EventQueues queues() {
        return new EventQueues(
                folder.resolve("functions"),
                functions,
                (event, told) -> {
                    given.add(event);
                    running.add(told);
                },
                new EventLimits(4 << 20, Duration.ofMillis(60)));
    }

    @AfterEach
    void close() throws Exception {
        queues.close();
        data.close();
    }

    private void set(String name, FunctionState state) throws StoreException {
        functions.<Boolean, RuntimeException>change(name, before -> new Changed<>(state, true));
    }

    private FunctionState create(String name) throws StoreException {
        VersionConfig config = new VersionConfig(
                new CodeRef("0".repeat(64), 1), "java17", "a.B", "", 128, 3, new TreeMap<>(), Map.of());
        FunctionState state = FunctionState.of(name, FunctionVersion.latest(config, "r", Instant.EPOCH));
        set(name, state);
        return state;
    }

    private Event accept(String name) throws Exception {
        Map<String, String> attributes = new HashMap<>(queues.terms(name, "$LATEST"));
        attributes.put(Event.FUNCTION_ARN, ARN + name);
        Event event = new Event(
                UUID.randomUUID(), System.currentTimeMillis(), attributes, "{}".getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        EventQueue queue = queues.of(name);
        assertThat(queue).isNotNull();
        assertThat(queue.tryAccept(event, failure -> written.complete(failure == null)))
                .isTrue();
        assertThat(written.get(60, TimeUnit.SECONDS)).isTrue();
        return event;
    }

    private void configure(String name, EventConfig config) throws StoreException {
        set(name, functions.get(name).withEventConfig("$LATEST", config));
    }

    private static EventConfig config(int retries, String onSuccess, String onFailure) {
        return new EventConfig(OptionalInt.of(retries), OptionalInt.empty(), onSuccess, onFailure, Instant.EPOCH);
    }

    @Test
    void deletedFunctionTakesItsEventsAlong() throws Exception {
        create("orders");
        accept("orders");
        accept("orders");
        await().atMost(PATIENCE).until(() -> running.size() == 2);
        assertThat(queues.pending("orders")).isEqualTo(2);
        EventQueue late = queues.of("orders");

        set("orders", null);

        assertThat(queues.of("orders")).isNull();
        assertThat(folder.resolve("functions/orders")).doesNotExist();
        running.get(0).accept(EventTarget.Result.REFUSED); // It is over for the queue.
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        late.tryAccept(
                new Event(UUID.randomUUID(), 0, Map.of(), new byte[0]), failure -> written.complete(failure == null));
        assertThat(written.get(60, TimeUnit.SECONDS)).isFalse();
        assertThat(folder.resolve("functions/orders")).doesNotExist();

        create("orders");
        assertThat(queues.pending("orders")).isZero();
        Event next = accept("orders");
        await().atMost(PATIENCE).until(() -> running.size() == 3);
        assertThat(given.get(2).id()).isEqualTo(next.id());
    }

    @Test
    void queueThatNeverTookAnythingLeavesNoFolder() throws Exception {
        create("orders");
        EventQueue queue = queues.of("orders");
        set("orders", null);
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        queue.tryAccept(
                new Event(UUID.randomUUID(), 0, Map.of(), new byte[0]), failure -> written.complete(failure == null));
        assertThat(written.get(60, TimeUnit.SECONDS)).isFalse();
        assertThat(folder.resolve("functions/orders")).doesNotExist();
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        create("orders");
        create("idle");
        Event event = accept("orders");
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        queues.close();
        given.clear();
        running.clear();

        queues = queues();
        queues.start();

        await().atMost(PATIENCE).until(() -> running.size() == 1);
        assertThat(given.get(0).id()).isEqualTo(event.id());
        assertThat(folder.resolve("functions/idle/events")).doesNotExist();
    }

    @Test
    void rulesAreThoseOfTheAcceptance() throws Exception {
        create("orders");
        configure("orders", config(1, "", "file:" + folder.resolve("failed")));
        Event event = accept("orders");
        configure("orders", config(0, "", ""));
        for (int attempt = 1; attempt <= 2; attempt++) {
            int count = attempt;
            await().atMost(PATIENCE).until(() -> running.size() == count);
            running.get(attempt - 1).accept(EventTarget.Result.functionError("{}".getBytes(), "7"));
        }

        Path record = folder.resolve("failed").resolve(event.id() + ".json");
        await().atMost(PATIENCE).until(() -> Files.exists(record));
        assertThat(Files.readString(record))
                .contains("RetriesExhausted", "\"approximateInvokeCount\":2", "\"executedVersion\":\"7\"");
        await().atMost(PATIENCE).until(() -> queues.pending("orders") == 0);
    }

    @Test
    void dropsWhatFailsAndNobodyWantsToKnowOf() throws Exception {
        create("orders");
        configure("orders", config(0, "", ""));
        accept("orders");
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        running.get(0).accept(EventTarget.Result.functionError("{}".getBytes(), "1"));
        await().atMost(PATIENCE).until(() -> queues.pending("orders") == 0);
        assertThat(queues.of("orders").stats().failed()).isZero();
        assertThat(queues.of("orders").stats().bytes()).isZero();
    }

    @Test
    void blockedFunctionGivesUpWhereSomebodyIsToldAndWaitsElsewhere() throws Exception {
        create("orders");
        Event waits = accept("orders");
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        running.get(0).accept(EventTarget.Result.BLOCKED);
        await().atMost(PATIENCE).until(() -> running.size() == 2); // Tried again.
        assertThat(given.get(1).id()).isEqualTo(waits.id());

        configure("orders", config(2, "", "file:" + folder.resolve("failed")));
        Event told = accept("orders");
        await().atMost(PATIENCE).until(() -> running.size() == 3);
        running.get(2).accept(EventTarget.Result.BLOCKED);
        Path record = folder.resolve("failed").resolve(told.id() + ".json");
        await().atMost(PATIENCE).until(() -> Files.exists(record));
        assertThat(Files.readString(record))
                .contains("ZeroReservedConcurrency", "\"approximateInvokeCount\":0")
                .doesNotContain("responseContext");
    }

    @Test
    void recordsGoToOtherFunctionsAsEventsOfTheirs() throws Exception {
        create("orders");
        create("audit");
        configure("orders", config(0, ARN + "audit", ""));
        accept("orders");
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        running.get(0).accept(EventTarget.Result.answered("7".getBytes(), "1"));

        await().atMost(PATIENCE).until(() -> running.size() == 2);
        assertThat(given.get(1).attributes()).containsEntry(Event.FUNCTION_ARN, ARN + "audit");
        assertThat(new String(given.get(1).payload(), StandardCharsets.UTF_8))
                .contains("\"condition\":\"Success\"", "\"responsePayload\":7");
        await().atMost(PATIENCE).until(() -> queues.pending("orders") == 0);
    }
}
