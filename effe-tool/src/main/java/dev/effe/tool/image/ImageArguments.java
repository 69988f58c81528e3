package dev.effe.tool.image;

import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of {@code effe image}.
 *
 * @param function the jar or folder of the function
 * @param output the file to write
 * @param base the image to add the function to; empty for the file beside effe.jar
 * @param baseDigest the digest that it must have; empty for any
 * @param tag the image's name
 * @param push where to push it; empty for nowhere
 */
record ImageArguments(
        Path function,
        Path output,
        Optional<Path> base,
        Optional<String> baseDigest,
        ImageReference tag,
        Optional<ImageReference> push) {

    static final String HELP = """
            Usage: java -jar effe.jar image --function hello.jar -o hello.tar [--<option> <value>]...

            Adds a function to a base image, without Docker: the same input gives the same bytes.

              --function <path>             Jar or folder of the function; it comes to /function.
              -o, --output <file>           The tar to write, for docker load, podman load and skopeo.
              --base <path[@sha256:...]>    Base image, a folder or tar in the OCI layout (effe-base.tar beside effe.jar);
                                            with a digest, only the image, or index of images, that has it.
              --tag <name:tag>              Name of the image (of --push, else the function's file with :latest).
              --push <host:port/name:tag>   Registry to push it to as well; by HTTP on loopback, else by HTTPS, with
                                            the password that docker login has put into ~/.docker/config.json.
            """;

    private static final String DIGEST_MARK = "@sha256:";

    private static final Set<String> FLAGS = Set.of("--function", "--output", "--base", "--tag", "--push");

    static ImageArguments parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            flag = flag.equals("-o") ? "--output" : flag;
            if (!FLAGS.contains(flag)) {
                throw new UsageException("Unexpected argument '" + argument + "' of image (image --help lists all)");
            }
            String value = equals < 0 ? next(rest) : argument.substring(equals + 1);
            if (value.isEmpty() || given.put(flag, value) != null) {
                throw new UsageException(flag + (value.isEmpty() ? " needs a value" : " is given twice"));
            }
        }
        return of(given);
    }

    private static String next(Iterator<String> rest) {
        String value = rest.hasNext() ? rest.next() : "";
        return value.startsWith("-") ? "" : value;
    }

    private static ImageArguments of(Map<String, String> given) {
        for (String needed : List.of("--function", "--output")) {
            if (!given.containsKey(needed)) {
                throw new UsageException("image needs " + needed + " (image --help lists all)");
            }
        }
        Path function = Path.of(given.get("--function"));
        Optional<ImageReference> push =
                Optional.ofNullable(given.get("--push")).map(text -> ImageReference.parse("--push", text));
        if (push.isPresent() && push.get().registry().isEmpty()) {
            throw new UsageException("--push must begin with a host, but was '" + given.get("--push") + "'");
        }
        ImageReference tag = Optional.ofNullable(given.get("--tag"))
                .map(text -> ImageReference.parse("--tag", text))
                .or(() -> push)
                .orElseGet(() -> ImageReference.ofFile(String.valueOf(function.getFileName())));
        String base = given.getOrDefault("--base", "");
        int mark = base.lastIndexOf(DIGEST_MARK);
        String path = mark < 0 ? base : base.substring(0, mark);
        return new ImageArguments(
                function,
                Path.of(given.get("--output")),
                path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path)),
                mark < 0 ? Optional.empty() : Optional.of(digest(base.substring(mark + 1))),
                tag,
                push);
    }

    private static String digest(String text) {
        if (!Blob.isDigest(text)) {
            throw new UsageException("--base must be a path, or one with @sha256: and 64 digits of 0-9 and a-f behind"
                    + " it, but the digest was '" + text + "'");
        }
        return text;
    }
}
