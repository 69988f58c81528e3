package dev.effe.server.json.jackson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for what keeps a type from being read, which Jackson itself notices with the first body. Used once. */
final class ReadCheck {

    private final ObjectMapper mapper;
    private final Set<JavaType> seen = new HashSet<>();

    ReadCheck(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The first problem, with its path; null if there is none. */
    @Nullable String problem(JavaType type) throws IOException {
        try (JsonParser parser = mapper.getFactory().createParser("null")) {
            DefaultDeserializationContext blueprint =
                    (DefaultDeserializationContext) mapper.getDeserializationContext();
            return problem(blueprint.createInstance(mapper.getDeserializationConfig(), parser, null), type, "");
        }
    }

    private @Nullable String problem(DeserializationContext context, JavaType type, String path)
            throws JsonMappingException {
        return seen.add(type) ? problem(context, type, context.findRootValueDeserializer(type), path) : null;
    }

    private @Nullable String problem(
            DeserializationContext context, JavaType type, @Nullable JsonDeserializer<?> deserializer, String path)
            throws JsonMappingException {
        if (isUnsupported(deserializer)) {
            return at(path, type) + " is read only with a module of Jackson's that the package does not have:"
                    + " add it, such as jackson-datatype-jsr310 for java.time";
        }
        if (deserializer instanceof AbstractDeserializer && !isJdks(type)) {
            return at(path, type) + " is abstract: name a class that can be made, or its subtypes with @JsonTypeInfo";
        }
        if (deserializer instanceof BeanDeserializerBase bean) {
            if (!bean.getValueInstantiator().canInstantiate()) {
                return at(path, type) + " has neither a constructor without arguments nor one with @JsonCreator";
            }
            return isJdks(type) ? null : inProperties(context, bean, path);
        }
        JavaType content = type.getContentType();
        // A content with a type of its own per value is read by what that type says.
        return content == null || content.getTypeHandler() != null ? null : problem(context, content, path + "[]");
    }

    private @Nullable String inProperties(DeserializationContext context, BeanDeserializerBase bean, String path)
            throws JsonMappingException {
        for (Iterator<SettableBeanProperty> properties = bean.properties(); properties.hasNext(); ) {
            SettableBeanProperty property = properties.next();
            if (!property.hasValueDeserializer()
                    || property.hasValueTypeDeserializer()
                    || !seen.add(property.getType())) {
                continue;
            }
            String below = path.isEmpty() ? property.getName() : path + "." + property.getName();
            String found = problem(context, property.getType(), property.getValueDeserializer(), below);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static boolean isUnsupported(@Nullable JsonDeserializer<?> deserializer) {
        // By its name: older ones do not have it.
        return deserializer != null && deserializer.getClass().getSimpleName().equals("UnsupportedTypeDeserializer");
    }

    /** Some of which are read from whatever JSON there is. */
    private static boolean isJdks(JavaType type) {
        return type.getRawClass().getName().startsWith("java.");
    }

    private static String at(String path, JavaType type) {
        return (path.isEmpty() ? "" : path + ": ") + type.getRawClass().getName();
    }
}
