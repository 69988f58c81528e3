package dev.effe.spi.topics;

/** A change of the events that a group has put aside. */
public sealed interface ParkedChange {

    /**
     * The offset of the event.
     *
     * @return from 1
     */
    long offset();

    /**
     * The lane of the event.
     *
     * @return from 0
     */
    int lane();

    /**
     * Puts an event aside, or changes how it stands.
     *
     * @param parked how it stands from now on
     */
    record Put(Parked parked) implements ParkedChange {

        @Override
        public long offset() {
            return parked.offset();
        }

        @Override
        public int lane() {
            return parked.lane();
        }
    }

    /**
     * Forgets an event.
     *
     * @param offset the event's
     * @param lane the event's
     */
    record Remove(long offset, int lane) implements ParkedChange {}
}
