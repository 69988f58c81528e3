package com.example.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.effe.test.EffeExtension;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database that is restarted costs no request that comes after it. */
class RestartTest {

    private static final int MAX_CONTEXTS = 16;

    /** The clients that go on while the database is restarted. */
    private static final int CLIENTS = 2;

    @Order(1)
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    @Order(2)
    @RegisterExtension
    static final EffeExtension effe = EffeExtension.serving(new Visits())
            .set("max-contexts", String.valueOf(MAX_CONTEXTS))
            .set("context-check", "100ms") // A restart takes longer.
            .config("db.url", postgres::url)
            .config("db.user", "postgres")
            .config("db.password", "postgres");

    /** An answer, and when it was asked for. */
    private record Answer(long nanos, int status) {}

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    private Answer post(String page) {
        long nanos = System.nanoTime();
        return new Answer(nanos, effe.post(page, "").statusCode());
    }

    /** Has many requests run at once, each with a connection of its own, all of which are idle then. */
    private static void makeConnections() {
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            Load load =
                    Load.start(MAX_CONTEXTS * 4, () -> effe.post("/many", "").statusCode() == 200, 50);
            await().atMost(Duration.ofMinutes(1)).until(load::isOver);
            return postgres.connections() >= MAX_CONTEXTS / 2;
        });
    }

    @Test
    void noRequestFailsForAConnectionThatWasIdleWhenTheDatabaseWasRestarted() throws Exception {
        makeConnections();
        postgres.restart();

        for (int i = 0; i < MAX_CONTEXTS * 2; i++) {
            answers.add(post("/idle"));
        }

        assertThat(answers).extracting(Answer::status).containsOnly(200);
    }

    @Test
    void noRequestFailsForAStaleConnectionOnceTheDatabaseIsBack() throws Exception {
        makeConnections();
        CountDownLatch enough = new CountDownLatch(1);
        Thread[] clients = new Thread[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = new Thread(() -> {
                while (enough.getCount() > 0) {
                    answers.add(post("/load"));
                }
            });
            clients[i].start();
        }
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> answers.size() > 100);
            postgres.restart();
            long back = System.nanoTime();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> answers.stream()
                                    .filter(answer -> answer.nanos() > back && answer.status() == 200)
                                    .count()
                            > MAX_CONTEXTS * 4);

            assertThat(answers.stream().filter(answer -> answer.nanos() > back))
                    .extracting(Answer::status)
                    .doesNotContain(500); // 503 is right for as long as starts back off.
            assertThat(answers.stream().filter(answer -> answer.status() == 500))
                    .as("those that ran when the database stopped")
                    .hasSizeLessThanOrEqualTo(CLIENTS * 2);
        } finally {
            enough.countDown();
            for (Thread client : clients) {
                client.join(TimeUnit.SECONDS.toMillis(60));
            }
        }
    }
}
