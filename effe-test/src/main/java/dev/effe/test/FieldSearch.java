package dev.effe.test;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks for an object in the fields of a function and of its classes, to name one in a message. Stateless. */
final class FieldSearch {

    private FieldSearch() {}

    /** The field that holds an object, itself or in a collection; empty if none is found. */
    static Optional<String> find(Object function, Object wanted) {
        return Stream.<Class<?>>iterate(function.getClass(), type -> type != null, Class::getSuperclass)
                .flatMap(type -> Stream.concat(Stream.of(type), Stream.of(type.getDeclaredClasses())))
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .filter(field -> holds(read(field, function), wanted))
                .map(field -> field.getDeclaringClass().getName() + "." + field.getName())
                .findFirst();
    }

    private static @Nullable Object read(Field field, Object function) {
        boolean isStatic = Modifier.isStatic(field.getModifiers());
        if (!isStatic && !field.getDeclaringClass().isInstance(function)) {
            return null;
        }
        try {
            field.setAccessible(true);
            return field.get(isStatic ? null : function);
        } catch (IllegalAccessException | RuntimeException e) {
            return null; // Java keeps its class closed.
        }
    }

    private static boolean holds(@Nullable Object value, Object wanted) {
        if (value instanceof Collection<?> collection) {
            return collection.stream().anyMatch(element -> isSame(element, wanted));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .anyMatch(entry -> isSame(entry.getKey(), wanted) || isSame(entry.getValue(), wanted));
        }
        if (value instanceof AtomicReference<?> reference) {
            return isSame(reference.get(), wanted);
        }
        if (value instanceof Reference<?>) {
            return false;
        }
        return isSame(value, wanted);
    }

    /** The same object, however a class compares its own. */
    @SuppressWarnings("ReferenceEquality")
    static boolean isSame(@Nullable Object one, @Nullable Object other) {
        return one == other;
    }
}
