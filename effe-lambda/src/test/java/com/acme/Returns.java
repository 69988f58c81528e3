package com.acme;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Returns the object that the event names. */
public class Returns implements RequestHandler<String, Object> {

    @Override
    public Object handleRequest(String what, Context context) {
        return switch (what) {
            case "null" -> null;
            case "nan" -> List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
            case "decimal" -> List.of(new BigDecimal("1E+3"), new BigDecimal("0.10"), BigInteger.TWO.pow(70), 1e21);
            case "instant" -> Instant.ofEpochSecond(1, 5_000_000);
            case "times" ->
                List.of(
                        LocalDate.of(2024, 1, 2),
                        Duration.ofMillis(1500),
                        Instant.EPOCH.atOffset(ZoneOffset.ofHours(2)));
            case "date" -> new Date(1500);
            case "optional" -> List.of(Optional.of(1), Optional.empty());
            case "bytes" -> new byte[] {1, 2, -1};
            case "enum" -> Person.Color.RED;
            case "emoji" -> "\uD83D\uDE00 é \u2028 </script> ' \" \\ \u0001";
            case "map" -> mapWithNulls();
            case "array" -> Arrays.asList(1, null, "x");
            case "person" -> person();
            case "record" -> new Typed.Point(1, 2);
            case "uuid" -> new UUID(1, 2);
            case "empty" -> new Object();
            case "exploding" -> new Exploding();
            case "itself" -> new Itself();
            case "stream" -> List.of(1, 2).stream();
            case "char" -> 'c';
            case "class" -> String.class;
            case "throwable" -> new Throwing.Custom("returned");
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static Map<String, Object> mapWithNulls() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", null);
        map.put("b", List.of());
        map.put("", Map.of());
        return map;
    }

    private static Person person() {
        Person person = new Person();
        person.setName("Ada");
        person.setBorn(new Date(1500));
        person.setNickName("A");
        person.setURL("u");
        person.setFriend(new Person());
        return person;
    }

    public static class Exploding {
        public String getX() {
            throw new IllegalStateException("no x");
        }
    }

    public static class Itself {
        public Itself getItself() {
            return this;
        }
    }
}
