package dev.effe.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records that stand in for the models that fabric8 does not have. */
final class OwnModels {

    private static final Map<String, Class<?>> KINDS = new HashMap<>(Keda.KINDS);

    static {
        KINDS.putAll(Argo.KINDS);
    }

    private OwnModels() {}

    /** The record of a resource's kind; null if there is none. */
    static @Nullable Class<?> of(GenericKubernetesResource resource) {
        return KINDS.get(resource.getApiVersion() + " " + resource.getKind());
    }
}
