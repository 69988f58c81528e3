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
     * Puts an event aside, or changes how it stands.
     *
     * @param parked how it stands from now on
     */
    record Put(Parked parked) implements ParkedChange {

        @Override
        public long offset() {
            return parked.offset();
        }
    }

    /**
     * Forgets an event.
     *
     * @param offset the event's
     */
    record Remove(long offset) implements ParkedChange {}
}
