package dev.effe.host.invoke;

import dev.effe.host.metrics.Series;
import java.util.List;
import java.util.Map;

/** The ends of a call that metrics tell apart. */
enum CountedEnd {
    DONE,
    /** By the function, or by the instance. */
    FAILED,
    NOT_STARTED,
    /** There was no room. */
    REFUSED,
    /** It was wrong, so the function has not had it. */
    DROPPED;

    private static final String FUNCTION_ERROR = "X-Amz-Function-Error";
    private static final int THROTTLED = 429;
    private static final int FIRST_OF_CLIENT = 400;
    private static final int FIRST_OF_SERVER = 500;

    /** The end of a call that was answered so. */
    static CountedEnd of(int status, List<Map.Entry<String, String>> headers) {
        if (status == THROTTLED) {
            return REFUSED;
        }
        if (status >= FIRST_OF_SERVER) {
            return FAILED;
        }
        if (status >= FIRST_OF_CLIENT) {
            return DROPPED;
        }
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(FUNCTION_ERROR)) {
                return FAILED;
            }
        }
        return DONE;
    }

    /**
     * Counts a call that has ended so.
     *
     * @param nanos since an instance got it; means nothing if none did
     */
    void count(Series series, long nanos) {
        switch (this) {
            case DONE -> series.ended(false, nanos);
            case FAILED -> series.ended(true, nanos);
            case NOT_STARTED -> series.notStarted();
            case REFUSED -> series.refused();
            case DROPPED -> series.dropped();
        }
    }
}
