package dev.effe.k8s;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Finds what a manifest says and its kind does not know: fabric8's models keep that aside instead of failing. */
final class UnknownFields {

    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final List<String> found = new ArrayList<>();

    private UnknownFields() {}

    /** Returns the path of each, or that the kind itself is unknown. */
    static List<String> of(HasMetadata resource) {
        UnknownFields fields = new UnknownFields();
        if (resource instanceof GenericKubernetesResource generic) {
            fields.walk(generic.getMetadata(), ".metadata");
            fields.readGeneric(generic);
        } else {
            fields.walk(resource, "");
        }
        return fields.found;
    }

    private void readGeneric(GenericKubernetesResource resource) {
        Class<?> model = OwnModels.of(resource);
        if (model == null) {
            found.add("no model of " + resource.getApiVersion() + " " + resource.getKind());
            return;
        }
        try {
            STRICT.convertValue(resource.getAdditionalProperties(), model);
        } catch (IllegalArgumentException e) {
            found.add(String.valueOf(e.getMessage()));
        }
    }

    private void walk(Object value, String path) {
        if (value instanceof Collection<?> items) {
            items.forEach(item -> walk(item, path + "[]"));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> walk(item, path + "." + key));
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.")) {
            for (Method method : value.getClass().getMethods()) {
                if (method.getName().startsWith("get") && method.getParameterCount() == 0) {
                    walkProperty(value, method, path);
                }
            }
        }
    }

    private void walkProperty(Object owner, Method getter, String path) {
        try {
            Object value = getter.invoke(owner);
            String name = getter.getName().substring("get".length());
            if (!name.equals("AdditionalProperties")) {
                walk(value, path + "." + Character.toLowerCase(name.charAt(0)) + name.substring(1));
            } else if (value instanceof Map<?, ?> unknown) {
                unknown.keySet().forEach(key -> found.add(path + "." + key));
            }
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(getter + " of " + path, e);
        }
    }
}
