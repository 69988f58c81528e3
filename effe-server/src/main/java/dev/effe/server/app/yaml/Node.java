package dev.effe.server.app.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a file, with its place. */
sealed interface Node {

    Place place();

    /** As messages name it: {@code a list}. */
    String kind();

    /**
     * Text, numbers and switches too: nothing is converted.
     *
     * @param empty whether nothing is written, not even quotes
     */
    record Scalar(Place place, String text, boolean empty) implements Node {
        @Override
        public String kind() {
            return empty ? "empty" : Line.quoted(text);
        }
    }

    /** Stands for a value that is already said to be wrong. */
    record Broken(Place place) implements Node {
        @Override
        public String kind() {
            return "broken";
        }
    }

    /** A list. */
    record Items(Place place, List<Node> items) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A map, in the order of the file. */
    record Mapping(Place place, Map<String, Member> members) implements Node {
        @Override
        public String kind() {
            return "a map";
        }

        /** The same with another laid over it: maps merge, everything else is replaced. */
        Mapping with(Mapping later) {
            Map<String, Member> merged = new LinkedHashMap<>(members);
            later.members.forEach((name, member) -> merged.merge(name, member, Mapping::over));
            return new Mapping(place, merged);
        }

        private static Member over(Member earlier, Member later) {
            return earlier.value instanceof Mapping below && later.value instanceof Mapping above
                    ? new Member(earlier.place, below.with(above))
                    : later;
        }
    }

    /**
     * A key of a map and its value.
     *
     * @param place that of the key
     */
    record Member(Place place, Node value) {}
}
