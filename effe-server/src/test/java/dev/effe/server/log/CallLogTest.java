package dev.effe.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class CallLogTest {

    private static String idSeenBy(ExecutorService thread) throws Exception {
        return String.valueOf(thread.submit(CallLog::currentId).get());
    }

    @Test
    void aLineHasTheFunctionWhereThereAreSeveral() {
        CallLog one = CallLog.enter("", "id", null);
        assertThat(one.mark()).isEqualTo("[id] ");
        one.leave();
        CallLog several = CallLog.enter("orders", "id", null);
        assertThat(several.mark()).isEqualTo("[orders id] ");
        several.leave();
    }

    @Test
    void aThreadThatACallStartsLogsForItUntilItEnds() throws Exception {
        ExecutorService earlier = Executors.newSingleThreadExecutor();
        ExecutorService own = Executors.newSingleThreadExecutor();
        try {
            assertThat(idSeenBy(earlier)).isEqualTo("null");
            CallLog first = CallLog.enter("", "first", null);
            assertThat(CallLog.currentId()).isEqualTo("first");
            assertThat(idSeenBy(own)).isEqualTo("first");
            assertThat(idSeenBy(earlier)).isEqualTo("null");
            first.leave();
            assertThat(CallLog.currentId()).isNull();
            assertThat(idSeenBy(own)).isEqualTo("null");

            CallLog second = CallLog.enter("", "second", null);
            assertThat(idSeenBy(own)).as("a thread of the first call's").isEqualTo("null");
            second.leave();
        } finally {
            earlier.shutdown();
            own.shutdown();
        }
    }

    @Test
    void whatIsKeptBelongsToTheCall() throws Exception {
        LogTail tail = new LogTail(100);
        ExecutorService own = Executors.newSingleThreadExecutor();
        try {
            CallLog call = CallLog.enter("", "a", tail);
            own.submit(() -> keep("during ")).get();
            call.leave();
            own.submit(() -> keep("after ")).get();
            keep("here ");
        } finally {
            own.shutdown();
        }
        assertThat(new String(tail.bytes(), StandardCharsets.UTF_8)).isEqualTo("during ");
    }

    private static void keep(String text) {
        CallLog call = CallLog.current();
        if (call != null) {
            call.keep(text.getBytes(StandardCharsets.UTF_8), 0, text.length());
        }
    }

    @Test
    void howeverMuchIsPrintedTheTailIsBounded() {
        LogTail tail = new LogTail(10);
        byte[] large = "x".repeat(50_000_000).concat("0123456789").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 100; i++) {
            tail.add(large, 0, large.length);
        }
        assertThat(new String(tail.bytes(), StandardCharsets.UTF_8)).isEqualTo("0123456789");
    }
}
