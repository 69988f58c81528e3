package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The application of {@link BookingApp}, and a function without a trigger, {@code again}, to which a topic is replayed. */
final class AgainApp {

    private static final int KEYS = 50;
    private static final int CLIENTS = 4;

    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();

    /** @param folder where its files and what its functions write are */
    AgainApp(Path folder) {
        this.folder = folder;
    }

    /** Writes it. The end is the store and settings of effe.yaml. */
    void write(String end) throws IOException {
        BookingApp.write(folder, end);
        Files.writeString(folder.resolve("again.yaml"), """
                functions:
                  again: {code: shop.jar, logic: com.acme.topics.Booking, set: {book: "%s"}}
                """.formatted(folder.resolve("again.txt")));
    }

    /** The arguments that a process of it is started with. */
    String[] arguments() {
        return new String[] {
            "--app", folder.resolve("effe.yaml").toString(),
            "--app", folder.resolve("again.yaml").toString()
        };
    }

    /** The lines of the function with the trigger. */
    List<String> live() {
        return lines(BookingApp.book(folder));
    }

    /** The lines of the function to which is replayed. */
    List<String> again() {
        return lines(folder.resolve("again.txt"));
    }

    /** By offset, how often again has dealt with an event. */
    Map<Integer, Long> times() {
        return again().stream()
                .collect(Collectors.groupingBy(line -> Integer.valueOf(line.split(" ")[2]), Collectors.counting()));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends events with the numbers from 0 on, by several clients at once. */
    void order(EffeProcess effe, int events) {
        IntStream.range(0, CLIENTS).parallel().forEach(first -> {
            for (int number = first; number < events; number += CLIENTS) {
                orderOne(effe, number);
            }
        });
    }

    void orderOne(EffeProcess effe, int number) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + "/orders"))
                .POST(BodyPublishers.ofString("k" + number % KEYS + " " + number))
                .build();
        try {
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(202);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The body of a request for a replay of all events. */
    static Map<String, Object> replay(String name, int perSecond) {
        return Map.of("topic", "placed", "function", "again", "rate", perSecond, "name", name);
    }
}
