package dev.effe;

/** The span of a call that is not traced: it does nothing. Immutable. */
enum NoSpan implements Span {
    NONE;

    @Override
    public Span set(String key, String value) {
        return this;
    }

    @Override
    public Span set(String key, long value) {
        return this;
    }

    @Override
    public Span set(String key, double value) {
        return this;
    }

    @Override
    public Span set(String key, boolean value) {
        return this;
    }

    @Override
    public Span failed(String reason) {
        return this;
    }

    @Override
    public void close() {}
}
