package dev.effe.lambda.runtime.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as AWS's front doors write them, made once for all calls in a second: {@code 12/Mar/2020:19:03:58 +0000}. */
final class RequestTime {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static volatile Second last = new Second(0, FORMAT.format(Instant.EPOCH));

    private record Second(long number, String text) {}

    private RequestTime() {}

    static String of(Instant at) {
        Second known = last;
        if (known.number() != at.getEpochSecond()) {
            known = new Second(at.getEpochSecond(), FORMAT.format(at));
            last = known;
        }
        return known.text();
    }
}
