package dev.effe.server.diagnose;

import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.Outcome;
import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * An invocation in a recording of Java's Flight Recorder, from its dispatch to its outcome. Begun by one thread and
 * ended by one, which may be another. Not loaded before something is recorded, nor where Java has no module jdk.jfr.
 */
@Name("dev.effe.Invocation")
@Label("Invocation")
@Category("Effe")
@Description("A call of a function, from its dispatch to its outcome")
@StackTrace(false)
public final class InvocationEvent extends Event implements DispatchListener {

    @Label("Function")
    String function = "";

    @Label("Request Id")
    String requestId = "";

    @Label("Outcome")
    String outcome = "";

    @Label("Cold")
    @Description("Whether it waited for the start of its context")
    boolean cold;

    @Label("Queue")
    @Timespan
    long queue;

    @Label("Start")
    @Timespan
    long start;

    @Label("Run")
    @Timespan
    long run;

    @Label("Context")
    @Description("The number of its context in this process; 0 for none")
    long context;

    /** A class of its own: its type is known once something records. */
    private static final class Recorder implements Supplier<@Nullable InvocationEvent> {

        private final EventType type = EventType.getEventType(InvocationEvent.class);

        @Override
        public @Nullable InvocationEvent get() {
            if (!type.isEnabled()) {
                return null;
            }
            InvocationEvent event = new InvocationEvent();
            event.begin();
            return event;
        }
    }

    InvocationEvent() {}

    /** Has the calls of this process recorded from now on, while there is a recording. */
    public static void record() {
        Dispatcher.recordBy(new Recorder());
    }

    @Override
    public void ended(EndedInvocation invocation) {
        end();
        if (!shouldCommit()) {
            return;
        }
        function = invocation.function();
        requestId = invocation.id();
        outcome = Outcome.label(invocation.outcome());
        cold = invocation.isCold();
        queue = invocation.queueNanos();
        start = invocation.startNanos();
        run = invocation.runNanos();
        context = invocation.contextId();
        commit();
    }
}
