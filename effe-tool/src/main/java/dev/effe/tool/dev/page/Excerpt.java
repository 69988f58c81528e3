package dev.effe.tool.dev.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Lines of a source around one of them. Immutable.
 *
 * @param first the number of the first line
 * @param marked the number of the line that is meant
 */
record Excerpt(int first, int marked, List<String> lines) {

    private static final int AROUND = 4;
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_CHARS = 400;
    private static final int TAB = 8;

    /** Reads it; empty if the file has no such line. */
    static Optional<Excerpt> of(Path file, int line) {
        try {
            if (line < 1 || Files.size(file) > MOST_BYTES) {
                return Optional.empty();
            }
            List<String> all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (line > all.size()) {
                return Optional.empty();
            }
            int from = Math.max(1, line - AROUND);
            int to = Math.min(all.size(), line + AROUND);
            return Optional.of(new Excerpt(
                    from,
                    line,
                    all.subList(from - 1, to).stream().map(Excerpt::plain).toList()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** With spaces for tabs, as the compiler counts columns. */
    private static String plain(String line) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < line.length() && plain.length() < MOST_CHARS; i++) {
            char c = line.charAt(i);
            if (c == '\t') {
                plain.append(" ".repeat(TAB - plain.length() % TAB));
            } else {
                plain.append(c);
            }
        }
        return plain.length() < MOST_CHARS ? plain.toString() : plain + "…";
    }
}
