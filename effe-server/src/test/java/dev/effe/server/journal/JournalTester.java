package dev.effe.server.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Opens a journal of text and remembers what is in it. */
final class JournalTester {

    static final int SEGMENT_BYTES = 4096;

    /** The records of the last opening, by number. */
    final TreeMap<Long, String> found = new TreeMap<>();

    final List<Place> places = new ArrayList<>();
    final FaultyFiles files = new FaultyFiles();
    private final Path folder;

    JournalTester(Path folder) {
        this.folder = folder;
    }

    Journal open() throws IOException {
        found.clear();
        places.clear();
        return Journal.open(folder, SEGMENT_BYTES, files, (place, start) -> {
            places.add(place);
            found.put(place.number(), text(place.segment().read(place)));
        });
    }

    static String text(ByteBuffer bytes) {
        return UTF_8.decode(bytes).toString();
    }

    static List<Content> contents(String... texts) {
        return Stream.of(texts).map(text -> new Content(text.getBytes(UTF_8))).toList();
    }

    /** Appends records and puts them on the disk. */
    static List<Place> append(Journal journal, String... texts) throws IOException {
        List<Place> places = journal.append(contents(texts));
        journal.force();
        return places;
    }

    /** The names of the folder's files, but for the lock. */
    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("lock"))
                    .sorted()
                    .toList();
        }
    }

    Path file(int number) {
        return Segment.path(folder, number);
    }
}
