package dev.effe.server.json.jackson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.effe.server.json.JsonEngine;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Jackson that this class is linked with. Thread-safe. */
public final class JacksonEngine implements JsonEngine {

    private final ObjectMapper mapper;
    private final ReadFailures failures;
    private final ReadFailures argsFailures;

    /**
     * Makes a mapper of its own, so that nothing of the function is left when it is unloaded.
     *
     * @param function shows the classes of the function's package
     * @param modules whether the modules in that package are of this Jackson
     */
    public JacksonEngine(ClassLoader function, boolean modules) {
        mapper = Mappers.of(function, modules);
        failures = new ReadFailures(mapper, "The body");
        argsFailures = new ReadFailures(mapper, "The arguments");
    }

    @Override
    public @Nullable Object read(byte[] json, Type type) {
        try {
            return mapper.readValue(json, mapper.constructType(type));
        } catch (IOException e) {
            throw failures.explain(e, type);
        }
    }

    @Override
    public @Nullable Object convert(Map<String, @Nullable Object> args, Type type) {
        try {
            return mapper.readerFor(mapper.constructType(type))
                    .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    .readValue(mapper.writeValueAsBytes(args));
        } catch (JsonProcessingException e) {
            e.clearLocation(); // Nobody has sent that line and column.
            throw argsFailures.explain(e, type);
        } catch (IOException e) {
            throw argsFailures.explain(e, type);
        }
    }

    @Override
    public byte[] write(@Nullable Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonMappingException e) {
            String path = Paths.of(e);
            throw new IllegalArgumentException(
                    "Cannot write it as JSON: " + (path.isEmpty() ? "" : path + ": ") + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write it as JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public @Nullable String unreadable(Type type) {
        return reasonOf(() -> new ReadCheck(mapper).problem(mapper.constructType(type)));
    }

    @Override
    public @Nullable String unwritable(Type type) {
        return reasonOf(() -> new WriteCheck(mapper).problem(mapper.constructType(type)));
    }

    private static @Nullable String reasonOf(Check check) {
        try {
            return check.problem();
        } catch (JsonMappingException e) {
            return String.valueOf(e.getOriginalMessage());
        } catch (IOException | RuntimeException | LinkageError e) {
            return e.toString();
        }
    }

    @Override
    public @Nullable RuntimeException explain(Exception failure, Type type) {
        return failure instanceof JsonProcessingException jacksons ? failures.explain(jacksons, type) : null;
    }

    /** Looks at a type. */
    @FunctionalInterface
    private interface Check {
        @Nullable String problem() throws IOException;
    }
}
