package dev.effe.server.json.jackson;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Makes mappers that read and write JSON as {@link dev.effe.JsonCodec#standard} promises. */
final class Mappers {

    private Mappers() {}

    static ObjectMapper of(ClassLoader function, boolean modules) {
        ObjectMapper mapper = new ObjectMapper();
        // The default one is a static, which would hold the function's classes for good.
        mapper.setTypeFactory(ownTypes().withClassLoader(function));
        mapper.setAnnotationIntrospector(new Annotations());
        mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        mapper.disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE);
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        mapper.enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
        mapper.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        mapper.disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
        ifThere(() -> Since212.apply(mapper));
        ifThere(() -> Since216.apply(mapper));
        if (modules) {
            ObjectMapper.findModules(function).forEach(module -> register(mapper, module));
        }
        ifThere(() -> register(mapper, new JavaTimeModule()));
        ifThere(() -> register(mapper, new Jdk8Module()));
        return mapper;
    }

    @SuppressWarnings("deprecation") // what comes after it is not in 2.9
    private static TypeFactory ownTypes() {
        return TypeFactory.defaultInstance()
                .withCache(new LRUMap<Object, com.fasterxml.jackson.databind.JavaType>(16, 200));
    }

    /** Registers a module, but one of ours that is newer than this Jackson would fail when it is used. */
    private static void register(ObjectMapper mapper, Module module) {
        boolean ours = module instanceof JavaTimeModule || module instanceof Jdk8Module;
        if (!ours || !isNewer(module.version(), mapper.version())) {
            mapper.registerModule(module);
        }
    }

    private static boolean isNewer(Version module, Version mapper) {
        return module.getMajorVersion() != mapper.getMajorVersion()
                || module.getMinorVersion() > mapper.getMinorVersion();
    }

    /** Does something that an older Jackson does not have. */
    private static void ifThere(Runnable step) {
        try {
            step.run();
        } catch (LinkageError e) {
            // It goes without.
        }
    }

    /** Text is no number, and neither is a number a truth: Jackson takes "" for 0, and 2 for true. */
    private static final class Since212 {
        static void apply(ObjectMapper mapper) {
            for (LogicalType type : new LogicalType[] {
                LogicalType.Integer, LogicalType.Float, LogicalType.Boolean, LogicalType.Enum, LogicalType.DateTime
            }) {
                mapper.coercionConfigFor(type).setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
            }
            mapper.coercionConfigFor(LogicalType.Boolean).setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
            SealedTypes.addTo(mapper);
        }
    }

    /** Buffers that are kept by threads are lost between calls, since their ThreadLocals are. */
    private static final class Since216 {
        static void apply(ObjectMapper mapper) {
            mapper.getFactory().setRecyclerPool(JsonRecyclerPools.newConcurrentDequePool());
        }
    }
}
