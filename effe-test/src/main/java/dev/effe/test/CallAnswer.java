package dev.effe.test;

import dev.effe.Request;
import org.jspecify.annotations.Nullable;

/** Stands for a function that the tested one calls: see {@link FunctionTester#answering}. */
@FunctionalInterface
public interface CallAnswer {

    /**
     * Answers a call, on the thread that makes it. Calls may overlap.
     *
     * @param request what the tested function has sent, as the other function would see it
     * @return what is answered as JSON with status 200; null is answered 204
     * @throws Exception if the other function fails, which the tested one sees as a 502; for another status throw a {@link
     *     dev.effe.StatusException}. An {@link Error}, such as a failed assertion, goes through to the test
     */
    @Nullable Object answer(Request request) throws Exception;
}
