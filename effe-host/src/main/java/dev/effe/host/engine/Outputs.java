package dev.effe.host.engine;

/** Takes what instances print. Thread-safe. */
public interface Outputs {

    /** Takes what one instance prints. Thread-safe. */
    @FunctionalInterface
    interface Output {

        /** Takes a line. Neither blocks nor fails. */
        void line(String text);
    }

    /**
     * Opens the output of an instance that is about to start.
     *
     * @param stream the name of it, unlike that of any other instance of the function
     */
    Output open(String function, String stream);
}
