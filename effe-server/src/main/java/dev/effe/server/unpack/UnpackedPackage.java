package dev.effe.server.unpack;

import java.io.Closeable;
import java.nio.file.Path;

/** The files of a package, this process's alone until it is closed. */
public final class UnpackedPackage implements Closeable {

    private final Place place;

    UnpackedPackage(Place place) {
        this.place = place;
    }

    public Path folder() {
        return place.files();
    }

    @Override
    public void close() {
        place.close();
    }
}
