package dev.effe.server;

import dev.effe.server.cli.FunctionSettings;
import dev.effe.server.dispatch.Admission;
import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.events.EventQueue;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.invoke.InvokedFunction;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.metrics.FunctionStats;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function in service: everything that there is once for each. There is one of all else in a server. Immutable.
 *
 * @param name its name among the functions of the server; "" if it is the only one
 * @param settings its settings
 * @param function its code and its contexts
 * @param admission who may run and who waits
 * @param dispatcher takes its calls on
 * @param invoked the function as AWS Lambda's Invoke API has it; null where that is not served
 */
record ServedFunction(
        String name,
        FunctionSettings settings,
        LoadedFunction<?> function,
        Admission admission,
        Dispatcher<?> dispatcher,
        @Nullable InvokedFunction invoked) {

    /** Takes a loaded function into service, without its init. */
    static ServedFunction of(
            FunctionToServe from,
            LoadedFunction<?> function,
            MemoryBudget memory,
            Workers workers,
            Ticker ticker,
            DispatchListener ends) {
        FunctionSettings settings = from.settings();
        Admission admission = new Admission(
                settings.contexts().maxContexts(),
                settings.queue().mostWaiting(),
                settings.queue().longestWait(),
                ticker);
        Dispatcher<?> dispatcher =
                Dispatcher.of(function, admission, memory, workers, settings.timeouts(), ticker, ends);
        return new ServedFunction(from.name(), settings, function, admission, dispatcher, null);
    }

    /** The same, called by the Invoke API too. */
    ServedFunction with(InvokedFunction named) {
        return new ServedFunction(name, settings, function, admission, dispatcher, named);
    }

    /** The events that are to be run; null if there can be none. */
    @Nullable EventQueue events() {
        return invoked == null ? null : invoked.events();
    }

    /** Its contexts and invocations now. */
    FunctionStats stats() {
        return FunctionStats.of(function.pool(), admission);
    }

    /** Everything of it that a timer has to let expire. */
    List<ExpiryQueue<?>> expiries() {
        List<ExpiryQueue<?>> expiries = new ArrayList<>(function.pool().expiries());
        expiries.add(admission.expiries());
        expiries.add(dispatcher.expiries());
        expiries.add(dispatcher.streams());
        dispatcher.slow().ifPresent(expiries::add);
        return expiries;
    }
}
