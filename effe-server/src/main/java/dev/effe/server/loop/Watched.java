package dev.effe.server.loop;

/** Something that {@link StallWatch} looks at. */
interface Watched {

    /** True if nothing is going on. Asked by the watch alone. */
    boolean isIdle();

    /** A look. Returns whether anything is going on. */
    boolean tick();
}
