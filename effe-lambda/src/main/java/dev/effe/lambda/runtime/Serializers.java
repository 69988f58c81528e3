package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON as AWS's runtime does: by the handler's own serializer if it brings one, else by that of an
 * event class, else by AWS's Jackson, or its Gson for callers on Android. Thread-safe; each serializer is made once.
 */
final class Serializers {

    private final ClassLoader loader;
    private final @Nullable CustomPojoSerializer own;
    private final Map<Type, PojoSerializer<Object>> usual = new ConcurrentHashMap<>();
    private final Map<Type, PojoSerializer<Object>> android = new ConcurrentHashMap<>();

    /**
     * @param loader the handler's
     * @throws HandlerFault if there is more than one serializer of the handler's own
     */
    Serializers(ClassLoader loader) throws HandlerFault {
        this.loader = loader;
        this.own = findOwn(loader);
    }

    private static @Nullable CustomPojoSerializer findOwn(ClassLoader loader) throws HandlerFault {
        Iterator<CustomPojoSerializer> found =
                ServiceLoader.load(CustomPojoSerializer.class, loader).iterator();
        CustomPojoSerializer first = found.hasNext() ? found.next() : null;
        if (found.hasNext()) {
            throw new HandlerFault("META-INF/services names several serializers of the handler's own: leave one");
        }
        return first;
    }

    /** The serializer of a type; the same one each time. */
    PojoSerializer<Object> of(Type type, boolean forAndroid) {
        return (forAndroid ? android : usual).computeIfAbsent(type, key -> make(key, forAndroid));
    }

    @SuppressWarnings("unchecked")
    private PojoSerializer<Object> make(Type type, boolean forAndroid) {
        if (own != null) {
            return new Own(own, type);
        }
        if (type instanceof Class<?> event && LambdaEventSerializers.isLambdaSupportedEvent(event.getName())) {
            return LambdaEventSerializers.serializerFor((Class<Object>) event, loader);
        }
        return forAndroid
                ? GsonFactory.getInstance().getSerializer(type)
                : JacksonFactory.getInstance().getSerializer(type);
    }

    private record Own(CustomPojoSerializer serializer, Type type) implements PojoSerializer<Object> {

        @Override
        public Object fromJson(InputStream input) {
            return serializer.fromJson(input, type);
        }

        @Override
        public Object fromJson(String input) {
            return serializer.fromJson(input, type);
        }

        @Override
        public void toJson(Object value, OutputStream output) {
            serializer.toJson(value, output, type);
        }
    }
}
