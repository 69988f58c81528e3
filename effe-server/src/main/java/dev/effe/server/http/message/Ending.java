package dev.effe.server.http.message;

import dev.effe.server.dispatch.Outcome;

/**
 * The end of the answer to a call, now that its outcome is known: one decision for every protocol of the server, and
 * for tests without a server.
 */
public enum Ending {
    /** With what the function gave. */
    GIVEN,
    /** With the problem that the outcome is to a client: nothing is sent yet. */
    PROBLEM,
    /** With {@link Problem#FUNCTION_ERROR}, for the function declared another length than it gave: nothing is sent yet. */
    WRONG_LENGTH,
    /** With a cut, for the function failed when a part was sent. */
    UNFINISHED,
    /** With a cut, for the function declared more than it gave, and a part was sent. */
    TOO_SHORT;

    /**
     * Decides.
     *
     * @param headRequest whether the request's method is HEAD
     * @param begun whether the head of the answer is sent
     */
    public static Ending of(Outcome outcome, HttpResponse response, boolean headRequest, boolean begun) {
        boolean good = isGood(outcome, response);
        if (begun) {
            if (!BodyRules.mayHaveBody(response.status(), headRequest)) {
                return GIVEN; // The client has all that it will get.
            }
            return !good ? UNFINISHED : response.isShort() ? TOO_SHORT : GIVEN;
        }
        if (!good) {
            return PROBLEM;
        }
        long declared = response.headers().contentLength();
        int length = response.unsentLength();
        boolean bodyMissing = length == 0 && (headRequest || response.status() == 304);
        return declared >= 0 && declared != length && !bodyMissing ? WRONG_LENGTH : GIVEN;
    }

    /**
     * True if the function's own bytes are the answer: an answer that was given counts, whatever was thrown after it.
     */
    public static boolean isGood(Outcome outcome, HttpResponse response) {
        return outcome instanceof Outcome.Succeeded || (outcome instanceof Outcome.Failed && response.isAnswered());
    }
}
