package dev.effe.server;

import com.acme.topics.Booking;
import com.acme.topics.Placing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An application that appends what it is sent to a topic, and a function that books each event in a file. Stateless. */
final class BookingApp {

    /** The end of effe.yaml where topics are kept in files. */
    static final String IN_FILES = "settings: {port: 0, admin-port: 0, data-dir: data}\n";

    private BookingApp() {}

    /**
     * Writes shop.jar and effe.yaml.
     *
     * @param end the store and settings of effe.yaml
     */
    static void write(Path folder, String end) throws IOException {
        new FunctionJar().add(Placing.class).add(Booking.class).jar(folder.resolve("shop.jar"));
        Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions:
                  orders: {code: shop.jar, logic: com.acme.topics.Placing, routes: [POST /orders], appends: [placed]}
                  report:
                    code: shop.jar
                    logic: com.acme.topics.Booking
                    set: {book: "%s"}
                    triggers: [{topic: placed, retries: 2, retry-delay: 20ms}]
                topics: {placed: {lanes: 4}}
                """.formatted(book(folder)) + end);
    }

    /** The file that has a line for each event that was dealt with. */
    static Path book(Path folder) {
        return folder.resolve("book.txt");
    }
}
