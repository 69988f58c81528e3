package dev.effe.test;

import dev.effe.server.call.Callee;
import dev.effe.server.call.Callees;
import dev.effe.server.call.Outgoing;
import dev.effe.server.call.Reply;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.message.CollectedAnswer;
import dev.effe.server.http.message.WholeAnswer;
import dev.effe.server.memory.MemoryBudget;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The functions that a test has given answers for. Thread-safe. */
final class Answers implements Callees {

    private final Map<String, CallAnswer> byFunction = new ConcurrentHashMap<>();

    void put(String function, CallAnswer answer) {
        byFunction.put(function, answer);
    }

    /** The same with one more, or another one for that name. */
    Answers and(String function, CallAnswer answer) {
        Answers more = new Answers();
        more.byFunction.putAll(byFunction);
        more.put(function, answer);
        return more;
    }

    @Override
    public Callee callee(String function) {
        CallAnswer answer = byFunction.get(function);
        if (answer == null) {
            throw new IllegalStateException("The tested function calls " + function
                    + ", which has no answer: give one with answering(\"" + function + "\", request -> ...)");
        }
        return sent -> reply(answer, sent);
    }

    private static Reply reply(CallAnswer answer, Outgoing sent) {
        CollectedAnswer collected =
                new CollectedAnswer(sent.id(), sent.method(), Integer.MAX_VALUE, MemoryBudget.unlimited());
        collected.response().use(TestRequest.STANDARD);
        Outcome outcome = Outcome.SUCCEEDED;
        try {
            Object value = answer.answer(TestRequest.of(sent));
            if (value == null) {
                collected.response().status(204);
            } else {
                collected.response().json(value);
            }
        } catch (Exception e) {
            outcome = new Outcome.Failed(e);
        }
        WholeAnswer whole = collected.end(outcome);
        return Reply.answered(Objects.requireNonNull(whole, "given whole"));
    }
}
