package dev.effe.server.call;

import dev.effe.Answer;
import dev.effe.server.http.message.WholeAnswer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer as the calling function sees it. Immutable and thread-safe. */
final class ReceivedAnswer implements Answer {

    private final WholeAnswer answer;
    private final CallResult result;

    ReceivedAnswer(WholeAnswer answer, CallResult result) {
        this.answer = answer;
        this.result = result;
    }

    @Override
    public int status() {
        return answer.status();
    }

    @Override
    public Map<String, List<String>> headers() {
        return answer.headers();
    }

    @Override
    public byte[] bytes() {
        return answer.body().copy();
    }

    @Override
    @SuppressWarnings("unchecked") // Read as what it is to be read as
    public <T> @Nullable T json(Class<T> type) {
        return (T) result.read(answer.body().bytes(), type);
    }

    /** Not the body, which may be secret. */
    @Override
    public String toString() {
        return answer.status() + ", " + answer.body().length() + " bytes";
    }
}
