package dev.effe.bench.peer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * db-scheduler with 24 threads that lock and fetch. It prints "peer ready", then for each line of its input, a number of
 * tasks that do nothing, schedules them 1,000 at a time, runs them all, and prints "peer TASKS NANOS".
 */
public final class Peer {

    private static final int THREADS = 24;
    private static final int AT_ONCE = 1_000;

    private static final String TABLE = """
            drop table if exists scheduled_tasks;
            create table scheduled_tasks (
                task_name text not null,
                task_instance text not null,
                task_data bytea,
                execution_time timestamptz not null,
                picked boolean not null,
                picked_by text,
                last_success timestamptz,
                last_failure timestamptz,
                consecutive_failures integer,
                last_heartbeat timestamptz,
                version bigint not null,
                priority smallint,
                primary key (task_name, task_instance));
            create index execution_time_idx on scheduled_tasks (execution_time);
            create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)""";

    private static volatile CountDownLatch left = new CountDownLatch(0);

    private Peer() {}

    public static void main(String[] arguments) throws Exception {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(arguments[0]);
        pool.setUsername(arguments[1]);
        pool.setPassword(Files.readString(Path.of(arguments[2])).strip());
        pool.setMaximumPoolSize(THREADS + 6);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        OneTimeTask<byte[]> task = Tasks.oneTime("noop", byte[].class).execute((instance, context) -> left.countDown());
        Scheduler scheduler = Scheduler.create(pool, task)
                .threads(THREADS)
                .pollUsingLockAndFetch(0.5, 4.0)
                .pollingInterval(Duration.ofMillis(100))
                .build();
        scheduler.start();
        System.out.println("peer ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        long next = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int count = Integer.parseInt(line);
            left = new CountDownLatch(count);
            long beganNanos = System.nanoTime();
            for (long end = next + count; next < end; ) {
                List<TaskInstance<?>> batch = new ArrayList<>();
                for (int i = 0; i < AT_ONCE && next < end; i++) {
                    batch.add(task.instance(Long.toString(next++), new byte[512]));
                }
                scheduler.scheduleBatch(batch, Instant.now());
            }
            scheduler.triggerCheckForDueExecutions();
            left.await();
            System.out.println("peer " + count + " " + (System.nanoTime() - beganNanos));
        }
        System.exit(0);
    }
}
