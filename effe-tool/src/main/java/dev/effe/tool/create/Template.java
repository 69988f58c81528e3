package dev.effe.tool.create;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that a project of a type is made of, which the build has put beside this class: an example, Maven's wrapper,
 * the base of Kubernetes' manifests, and what all projects have. Immutable.
 *
 * @param type the type of the project
 * @param example the example's files, by their paths from its folder
 */
record Template(ProjectType type, Map<String, String> example) {

    private static final Pattern WORD = Pattern.compile("\\w+");

    /** Gives a file of Effe's sources, by its path there. */
    @FunctionalInterface
    interface Sources {

        byte[] read(String path) throws IOException;

        default String text(String path) throws IOException {
            return new String(read(path), StandardCharsets.UTF_8);
        }

        /** The files that are packed beside this class. */
        static Sources packed() {
            return path -> {
                try (InputStream in = Template.class.getResourceAsStream(path)) {
                    if (in == null) {
                        throw new IOException("This build of Effe has no templates for projects: " + path);
                    }
                    return in.readAllBytes();
                }
            };
        }
    }

    static Template of(ProjectType type, Sources sources) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (String file : type.files()) {
            files.put(file, sources.text("effe-examples/" + type.example() + "/" + file));
        }
        return new Template(type, files);
    }

    /** Returns true if the code has a word that is not the name of its function or of that one's test. */
    boolean uses(String word) {
        Set<String> words = new HashSet<>();
        for (Map.Entry<String, String> file : example.entrySet()) {
            if (file.getKey().endsWith(".java")) {
                Matcher found = WORD.matcher(file.getValue());
                while (found.find()) {
                    words.add(found.group());
                }
            }
        }
        words.remove(type.function());
        words.remove(type.function() + "Test");
        return words.contains(word);
    }
}
