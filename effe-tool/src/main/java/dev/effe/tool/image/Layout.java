package dev.effe.tool.image;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Image files in the OCI layout: {@code index.json} and the blobs that it leads to. */
interface Layout {

    /** Opens a file by its path in the layout. */
    InputStream open(String name) throws IOException;

    /** A folder or tar in the OCI layout. */
    static Layout at(Path path) throws IOException {
        Layout layout = Files.isDirectory(path) ? name -> Files.newInputStream(path.resolve(name)) : inTar(path);
        try (InputStream mark = layout.open("oci-layout")) {
            mark.readAllBytes();
        } catch (IOException e) {
            throw new ImageException(path + " is not in the OCI layout; make it with skopeo copy ... oci-archive:FILE");
        }
        return layout;
    }

    private static Layout inTar(Path tar) throws IOException {
        Map<String, TarReader.Place> places = TarReader.places(tar);
        return name -> {
            TarReader.Place place = places.get(name);
            if (place == null) {
                throw new ImageException(tar + " has no " + name);
            }
            InputStream whole = Files.newInputStream(tar);
            whole.skipNBytes(place.offset());
            return new BufferedInputStream(new Part(whole, place.size()));
        };
    }

    /** The next bytes of a stream. Confined to one thread. */
    final class Part extends FilterInputStream {
        private long left;

        Part(InputStream whole, long size) {
            super(whole);
            left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int at, int length) throws IOException {
            int read = left == 0 ? -1 : super.read(bytes, at, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }
}
