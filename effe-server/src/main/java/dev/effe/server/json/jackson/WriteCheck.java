package dev.effe.server.json.jackson;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.PropertyWriter;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for what keeps a type from being written, which Jackson itself notices with the first answer. Used once. */
final class WriteCheck {

    private final SerializerProvider provider;
    private final Set<JavaType> seen = new HashSet<>();

    WriteCheck(ObjectMapper mapper) {
        this.provider = mapper.getSerializerProviderInstance();
    }

    /** The first problem, with its path; null if there is none. */
    @Nullable String problem(JavaType type) throws JsonMappingException {
        return problem(type, "");
    }

    private @Nullable String problem(JavaType type, String path) throws JsonMappingException {
        JavaType content = type.getContentType();
        if (content != null) {
            return seen.add(type) ? problem(content, path + "[]") : null;
        }
        // Nothing is known of an abstract type before there is a value.
        if (!type.isConcrete() || !seen.add(type)) {
            return null;
        }
        JsonSerializer<?> serializer = provider.findValueSerializer(type);
        if (serializer.getClass().getSimpleName().equals("UnsupportedTypeSerializer")) { // Older ones do not have it.
            return at(path, type) + " is written only with a module of Jackson's that the package does not have:"
                    + " add it, such as jackson-datatype-jsr310 for java.time";
        }
        if (provider.isUnknownTypeSerializer(serializer) && hasFields(type.getRawClass())) {
            return at(path, type) + " has no field that is public or has a getter";
        }
        return serializer instanceof BeanSerializerBase bean ? inProperties(bean, path) : null;
    }

    private @Nullable String inProperties(BeanSerializerBase bean, String path) throws JsonMappingException {
        for (Iterator<PropertyWriter> properties = bean.properties(); properties.hasNext(); ) {
            PropertyWriter property = properties.next();
            if (property instanceof BeanPropertyWriter writer && isChosenByType(writer)) {
                String name = path.isEmpty() ? writer.getName() : path + "." + writer.getName();
                String found = problem(writer.getType(), name);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Tells if no annotation of the property says how it is written. */
    private static boolean isChosenByType(BeanPropertyWriter writer) {
        return writer.getAnnotation(com.fasterxml.jackson.databind.annotation.JsonSerialize.class) == null
                && writer.getAnnotation(com.fasterxml.jackson.annotation.JsonFormat.class) == null;
    }

    /** Tells if there is something that was meant to be written; a class without fields may be a base of others. */
    private static boolean hasFields(Class<?> type) {
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String at(String path, JavaType type) {
        return (path.isEmpty() ? "" : path + ": ") + type.getRawClass().getName();
    }
}
