package dev.effe.server.topics;

/** Spaces attempts out in time. Confined to the engine's thread. */
sealed class Pace {

    /** No limit. */
    static final Pace FREE = new Pace();

    /**
     * An attempt has begun.
     *
     * @return when the next one may, in milliseconds since 1970
     */
    long nextMillis(long nowMillis) {
        return 0;
    }

    /** So many a second; what was missed may be made up for within a tenth of a second. */
    static final class Limited extends Pace {

        private static final double MAKE_UP_MILLIS = 100;

        private final double perMilli;
        private double share = 1;
        private double nextMillis;

        /** @param rate attempts a second, from 1, by all processes together */
        Limited(int rate) {
            perMilli = rate / 1_000.0;
        }

        /** @param part how much of the rate is for this process, above 0 and up to 1 */
        void share(double part) {
            share = part;
        }

        @Override
        long nextMillis(long nowMillis) {
            double spacing = 1 / (perMilli * share);
            double earliest = Math.max(nextMillis, nowMillis - MAKE_UP_MILLIS);
            nextMillis = Math.min(earliest, nowMillis + spacing) + spacing; // The clock may have been set back.
            return (long) Math.ceil(nextMillis);
        }
    }
}
