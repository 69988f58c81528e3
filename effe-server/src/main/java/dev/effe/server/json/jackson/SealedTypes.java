package dev.effe.server.json.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a sealed type whose annotations do not say how: as the subtype that has the fields that came. */
final class SealedTypes extends Deserializers.Base {

    private SealedTypes() {}

    static void addTo(ObjectMapper mapper) {
        SimpleModule module = new SimpleModule("effe sealed types") {
            private static final long serialVersionUID = 1;

            @Override
            public void setupModule(SetupContext context) {
                context.addDeserializers(new SealedTypes());
            }
        };
        mapper.registerModule(module);
    }

    /** Tells if it is a sealed type of a function's: those of the JDK, such as ZoneId, are read in ways of their own. */
    static boolean isSealed(Class<?> type) {
        return type.isSealed()
                && Modifier.isAbstract(type.getModifiers())
                && !type.isEnum()
                && type.getClassLoader() != null
                && !type.getName().startsWith("java.");
    }

    /** The subtypes that can be made, at any depth. */
    static List<NamedType> permitted(Class<?> sealed) {
        List<NamedType> found = new ArrayList<>();
        for (Class<?> subtype : sealed.getPermittedSubclasses()) {
            if (isSealed(subtype)) {
                found.addAll(permitted(subtype));
            } else {
                found.add(new NamedType(subtype));
            }
        }
        return found;
    }

    @Override
    public @Nullable JsonDeserializer<?> findBeanDeserializer(
            JavaType type, DeserializationConfig config, BeanDescription description) {
        boolean told = !isSealed(type.getRawClass())
                || !description.getFactoryMethods().isEmpty()
                || config.getAnnotationIntrospector().findTypeResolver(config, description.getClassInfo(), type)
                        != null;
        return told ? null : new ByFields(type);
    }

    /** Tells the subtypes apart once their own deserializers can be made. Immutable once it is resolved. */
    private static final class ByFields extends StdDeserializer<Object> implements ResolvableDeserializer {

        private static final long serialVersionUID = 1;

        private transient @Nullable TypeDeserializer subtypes;

        ByFields(JavaType sealed) {
            super(sealed);
        }

        @Override
        public void resolve(DeserializationContext context) {
            JavaType sealed = getValueType();
            subtypes = new StdTypeResolverBuilder()
                    .init(JsonTypeInfo.Id.DEDUCTION, null)
                    .inclusion(JsonTypeInfo.As.PROPERTY)
                    .buildTypeDeserializer(context.getConfig(), sealed, permitted(sealed.getRawClass()));
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Objects.requireNonNull(subtypes).deserializeTypedFromObject(parser, context);
        }
    }
}
