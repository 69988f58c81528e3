package dev.effe.bench.simulation;

import java.util.List;
import java.util.Random;

/** Chooses the process of a call. */
enum Balancer {
    /** As kube-proxy does by connections, for connections of one call each. */
    RANDOM,
    /** HAProxy's and nginx's usual one. */
    ROUND_ROBIN,
    /** The less loaded of two that are drawn, as Envoy and Linkerd do. */
    TWO_CHOICES,
    /** The least loaded of all: HAProxy's leastconn, where one HAProxy sees every call. */
    LEAST_LOADED;

    /** One that is ready; there must be some. */
    Node choose(List<Node> nodes, int number, Random random) {
        return switch (this) {
            case RANDOM -> drawn(nodes, random);
            case ROUND_ROBIN -> next(nodes, number);
            case TWO_CHOICES -> {
                Node one = drawn(nodes, random);
                Node other = drawn(nodes, random);
                yield other.load() < one.load() ? other : one;
            }
            case LEAST_LOADED -> leastLoaded(nodes, number);
        };
    }

    private static Node drawn(List<Node> nodes, Random random) {
        Node node = nodes.get(random.nextInt(nodes.size()));
        while (!node.ready) {
            node = nodes.get(random.nextInt(nodes.size()));
        }
        return node;
    }

    private static Node next(List<Node> nodes, int number) {
        int index = number % nodes.size();
        while (!nodes.get(index).ready) {
            index = (index + 1) % nodes.size();
        }
        return nodes.get(index);
    }

    /** The first behind the last one that was chosen, if several have as little. */
    private static Node leastLoaded(List<Node> nodes, int number) {
        Node least = next(nodes, number);
        for (int i = 1; i < nodes.size() && least.load() > 0; i++) {
            Node node = nodes.get((number + i) % nodes.size());
            if (node.ready && node.load() < least.load()) {
                least = node;
            }
        }
        return least;
    }
}
