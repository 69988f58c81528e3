package dev.effe.server.app;

import dev.effe.server.app.yaml.Place;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where commands deploy to. Immutable.
 *
 * @param name its name
 * @param place where it is defined
 * @param alias the alias that a deployment moves; empty for the usual one, {@code live}
 * @param hosts the hosts; empty for another kind
 * @param aws the region and the role on AWS; empty for another kind
 * @param kubernetes the context, the namespace, the image, its base and its platform on Kubernetes; empty for another kind
 */
public record Target(
        String name,
        Place place,
        Optional<String> alias,
        List<URI> hosts,
        Map<String, String> aws,
        Map<String, String> kubernetes) {

    /** Copies the lists. */
    public Target {
        hosts = List.copyOf(hosts);
        aws = Application.ordered(aws);
        kubernetes = Application.ordered(kubernetes);
    }
}
