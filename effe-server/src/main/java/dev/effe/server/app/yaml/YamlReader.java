package dev.effe.server.app.yaml;

import dev.effe.server.app.yaml.Node.Broken;
import dev.effe.server.app.yaml.Node.Items;
import dev.effe.server.app.yaml.Node.Mapping;
import dev.effe.server.app.yaml.Node.Member;
import dev.effe.server.app.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Makes nodes of one document's events. From the events, for these know the places of anchors, aliases and tags, of which
 * none is allowed, and are read without recursion however deep the file nests.
 */
final class YamlReader {

    private static final int MAX_DEPTH = 20;

    private final Place file;
    private final Faults faults;
    private final Iterator<Event> events;

    private YamlReader(Place file, String text, Faults faults) {
        this.file = file;
        this.faults = faults;
        this.events =
                new Parse(LoadSettings.builder().build()).parseString(text).iterator();
    }

    /** The map that the file is, or null after adding the reason why it is none. */
    static @Nullable Mapping read(Place file, Faults faults) {
        String text = YamlText.read(file, faults);
        if (text == null) {
            return null;
        }
        try {
            Node root = new YamlReader(file, text, faults).document();
            if (root instanceof Mapping mapping) {
                return mapping;
            }
            if (root != null && !(root instanceof Broken)) {
                faults.add(root.place(), "must be a map that begins with effe: 1, but was " + root.kind());
            }
        } catch (YamlEngineException e) {
            SyntaxFault.add(e, text, file, faults);
        }
        return null;
    }

    private @Nullable Node document() {
        Node root = null;
        int documents = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent && documents++ == 1) {
                faults.add(
                        place(event), "a second document begins here: a file has one, name the others by themselves");
            } else if (event instanceof NodeEvent) {
                Node node = node(event, 1);
                root = root == null ? node : root;
            }
        }
        if (documents == 0) {
            faults.add(file, "is empty: it begins with effe: 1");
        }
        return root;
    }

    private Node node(Event event, int depth) {
        if (event instanceof AliasEvent alias) {
            faults.add(place(event), "*" + alias.getAlias() + " is an alias: there are none, write the value again");
            return new Broken(place(event));
        }
        if (event instanceof ScalarEvent scalar) {
            refuse(event, scalar.getTag().orElse(null));
            boolean empty = scalar.getValue().isEmpty() && scalar.isPlain();
            return new Scalar(place(event), scalar.getValue(), empty);
        }
        CollectionStartEvent start = (CollectionStartEvent) event;
        refuse(event, start.getTag().orElse(null));
        if (depth > MAX_DEPTH) {
            // Ends the reading: to parse what nests deeper takes time by the square of its depth.
            throw new ComposerException("is nested more than " + MAX_DEPTH + " deep", event.getStartMark());
        }
        return event instanceof MappingStartEvent ? mapping(event, depth) : items(event, depth);
    }

    private void refuse(Event event, @Nullable String tag) {
        ((NodeEvent) event)
                .getAnchor()
                .ifPresent(anchor -> faults.add(
                        place(event),
                        "&" + anchor + " is an anchor: there are none, write the value where it is needed"));
        if (tag != null) {
            faults.add(
                    place(event),
                    tag.replace("tag:yaml.org,2002:", "!!") + " is a tag: there are none, every value is text");
        }
    }

    private Items items(Event start, int depth) {
        List<Node> items = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof CollectionEndEvent); event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new Items(place(start), List.copyOf(items));
    }

    private Mapping mapping(Event start, int depth) {
        Map<String, Member> members = new LinkedHashMap<>();
        for (Event event = events.next(); !(event instanceof CollectionEndEvent); event = events.next()) {
            Node key = node(event, depth + 1);
            Node value = node(events.next(), depth + 1);
            if (key instanceof Scalar name && !name.empty()) {
                put(members, name, value);
            } else if (!(key instanceof Broken)) {
                faults.add(key.place(), "a key must be text, but was " + key.kind());
            }
        }
        return new Mapping(place(start), members);
    }

    private void put(Map<String, Member> members, Scalar key, Node value) {
        Member earlier = members.putIfAbsent(key.text(), new Member(key.place(), value));
        if (earlier != null) {
            faults.add(
                    key.place(),
                    Line.quoted(key.text()) + " is there twice, first in line "
                            + earlier.place().line());
        }
    }

    private Place place(Event event) {
        Mark mark = event.getStartMark().orElseThrow();
        return file.at(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
