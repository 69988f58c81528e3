package dev.effe.server.schedule;

/**
 * The times of day of a schedule. Immutable.
 *
 * @param minutes the minutes, as bits from 0
 * @param hours the hours, as bits from 0
 */
record Times(long minutes, long hours) {

    private static final int HOUR = 60;

    static Times parse(String minutes, String hours) {
        return new Times(Field.MINUTE.parse(minutes), Field.HOUR.parse(hours));
    }

    /** The first of them that is not before a minute of the day, as such; -1 if there is none. */
    int from(int minuteOfDay) {
        int hour = minuteOfDay / HOUR;
        if (((hours >> hour) & 1) == 1) {
            int minute = from(minutes, minuteOfDay % HOUR);
            if (minute >= 0) {
                return hour * HOUR + minute;
            }
        }
        int next = from(hours, hour + 1);
        return next < 0 ? -1 : next * HOUR + from(minutes, 0);
    }

    private static int from(long bits, int first) {
        long left = (bits >>> first) << first;
        return left == 0 ? -1 : Long.numberOfTrailingZeros(left);
    }
}
