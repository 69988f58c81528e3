package dev.effe.lambda.runtime;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.util.BufferRecycler;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.util.BufferRecyclers;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of a context, lent to AWS's Jackson for the time of a call. It keeps its own in a thread-local, which the
 * server forgets after each call, so that each would make some 25 KB of them anew. Used by one call at a time.
 */
final class LentBuffers extends BufferRecyclers {

    /** Soft, as Jackson's own: an idle context gives its buffers back where memory is short. */
    private @Nullable SoftReference<BufferRecycler> buffers;

    /** To this thread. */
    void lend() {
        SoftReference<BufferRecycler> lent = buffers;
        if (lent == null || lent.get() == null) {
            lent = new SoftReference<>(new BufferRecycler());
            buffers = lent;
        }
        _recyclerRef.set(lent);
    }

    /** From this thread. */
    void takeBack() {
        _recyclerRef.remove();
    }
}
