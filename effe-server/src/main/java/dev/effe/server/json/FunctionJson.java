package dev.effe.server.json;

import dev.effe.JsonCodec;
import dev.effe.JsonLogic;
import dev.effe.Logic;
import dev.effe.StatusException;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of one function, by the rules of {@link JsonCodec}: its own codec, else the jackson-databind that its class
 * loader sees, else the server's. Holds what it learns of the function's classes, so that it goes with the function.
 * Jackson is loaded with the first use. Thread-safe.
 */
public final class FunctionJson {

    private final Logic<?> logic;
    private final ClassLoader loader;

    // Guarded by this; written once.
    private volatile @Nullable JsonCodec codec;
    private volatile @Nullable JsonEngine engine;

    /**
     * @param logic the function, whose init comes before the first use
     * @param loader shows the classes of its package
     */
    public FunctionJson(Logic<?> logic, ClassLoader loader) {
        this.logic = logic;
        this.loader = loader;
    }

    /** The JSON of a function that leaves it to the server. */
    public static FunctionJson standard(ClassLoader loader) {
        return new FunctionJson(Logic.of((request, response) -> {}), loader);
    }

    /**
     * Asks the function for its codec, and checks the types of a JsonLogic. Calls user code. To be called after init.
     *
     * @throws IllegalStateException if a type cannot be read or written, or there is no codec; the message says why
     */
    public void prepare() {
        if (isOwn() || !(logic instanceof JsonLogic<?, ?, ?> json)) {
            return;
        }
        Type input = json.inputType();
        if (input != Void.class) {
            check("input", input, "read from", engine().unreadable(input));
        }
        Type output = json.outputType();
        if (output != Void.class) {
            check("output", output, "written as", engine().unwritable(output));
        }
    }

    private static void check(String name, Type type, String verb, @Nullable String reason) {
        if (reason != null) {
            throw new IllegalStateException(
                    "its " + name + " " + type.getTypeName() + " cannot be " + verb + " JSON: " + reason);
        }
    }

    /**
     * Reads a body as {@link dev.effe.Request#json} promises.
     *
     * @param encoding the Content-Encoding of the body, if it has one
     * @throws StatusException if the body is at fault
     */
    public @Nullable Object read(byte[] body, @Nullable String encoding, Type type) {
        if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new StatusException(415, "The body has a Content-Encoding, which is not decoded: send plain JSON");
        }
        if (body.length == 0) {
            throw new StatusException(400, "The request needs a JSON body");
        }
        return isOwn() ? readBy(codec(), body, type) : engine().read(body, type);
    }

    /**
     * Reads arguments as {@link dev.effe.Args#as} promises.
     *
     * @throws StatusException if they are at fault
     */
    public @Nullable Object convert(Map<String, @Nullable Object> args, Type type) {
        return isOwn() ? readBy(codec(), write(args), type) : engine().convert(args, type);
    }

    private @Nullable Object readBy(JsonCodec own, byte[] body, Type type) {
        try {
            return own.read(body, type);
        } catch (StatusException e) {
            throw e;
        } catch (Exception e) {
            RuntimeException explained = isJacksons(e) ? engine().explain(e, type) : null;
            if (explained != null) {
                throw explained;
            }
            if (isFault(e)) {
                throw new IllegalStateException("The function's json() could not read a body: " + e, e);
            }
            throw new StatusException(400, "The body is not the JSON that is expected", e);
        }
    }

    private static boolean isJacksons(Exception e) {
        return e.getClass().getName().startsWith("com.fasterxml.jackson.");
    }

    /** Tells if an exception is about the function rather than the body: a bug, or a type that no JSON can fit. */
    private static boolean isFault(Exception e) {
        if (e.getClass().getSimpleName().equals("InvalidDefinitionException")) {
            return true; // Jackson 3 has it too, and one under another package name.
        }
        boolean javas = e instanceof RuntimeException && e.getClass().getClassLoader() == null;
        return javas && !(e instanceof IllegalArgumentException || e instanceof DateTimeException);
    }

    /**
     * Writes a value as {@link dev.effe.Response#json} promises.
     *
     * @throws IllegalArgumentException if it cannot be written
     */
    public byte[] write(@Nullable Object value) {
        if (!isOwn()) {
            return engine().write(value);
        }
        try {
            return codec().write(value);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException("Cannot write it as JSON: " + e.getMessage(), e);
        }
    }

    /** Tells if the function reads and writes JSON in its own way. */
    public boolean isOwn() {
        return !JsonCodec.standard().equals(codec());
    }

    private JsonCodec codec() {
        JsonCodec known = codec;
        return known == null ? askCodec() : known;
    }

    private synchronized JsonCodec askCodec() {
        JsonCodec known = codec;
        if (known == null) {
            known = codecOf(logic);
            if (known == null) {
                throw new IllegalStateException("its json() returned null: return JsonCodec.standard() or a codec");
            }
            codec = known;
        }
        return known;
    }

    /** Users' code is not bound to null marks. */
    private static @Nullable JsonCodec codecOf(Logic<?> logic) {
        return logic.json();
    }

    private JsonEngine engine() {
        JsonEngine known = engine;
        return known == null ? makeEngine() : known;
    }

    private synchronized JsonEngine makeEngine() {
        JsonEngine known = engine;
        if (known == null) {
            known = JsonEngines.of(loader);
            engine = known;
        }
        return known;
    }
}
