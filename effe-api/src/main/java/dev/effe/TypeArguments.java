package dev.effe;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what a class gives for the type parameters of {@link JsonLogic}. Thread-safe. */
final class TypeArguments {

    /** Index of {@code I} in {@code JsonLogic<C, I, O>}. */
    private static final int INPUT = 1;

    /** Index of {@code O}. */
    private static final int OUTPUT = 2;

    /** Holds no class loader back: a ClassValue's entry goes with its class. */
    private static final ClassValue<Type> INPUTS = new ClassValue<>() {
        @Override
        protected Type computeValue(Class<?> type) {
            Type found = find(type, INPUT, Map.of());
            if (found == null || !isComplete(found)) {
                throw new IllegalStateException("Cannot tell the input type of " + type.getName()
                        + ": write it as a class that names its types, such as"
                        + " `class Orders implements JsonLogic<Connection, Order, Receipt>`,"
                        + " or override inputType()");
            }
            return found;
        }
    };

    private TypeArguments() {}

    static Type inputOf(Class<?> logic) {
        return INPUTS.get(logic);
    }

    /** Object where it cannot be told: any output can be one. */
    static Type outputOf(Class<?> logic) {
        Type found = find(logic, OUTPUT, Map.of());
        return found == null || !isComplete(found) ? Object.class : found;
    }

    /** Walks up to JsonLogic, carrying along what each subtype gives for its parents' type parameters. */
    private static @Nullable Type find(Type type, int index, Map<TypeVariable<?>, Type> known) {
        Class<?> raw = rawClass(type);
        if (raw == null || !JsonLogic.class.isAssignableFrom(raw)) {
            return null;
        }
        Map<TypeVariable<?>, Type> here = bind(type, raw, known);
        if (raw == JsonLogic.class) {
            return here.get(JsonLogic.class.getTypeParameters()[index]);
        }
        for (Type parent : raw.getGenericInterfaces()) {
            Type found = find(parent, index, here);
            if (found != null) {
                return found;
            }
        }
        Type superclass = raw.getGenericSuperclass();
        return superclass == null ? null : find(superclass, index, here);
    }

    private static Map<TypeVariable<?>, Type> bind(Type type, Class<?> raw, Map<TypeVariable<?>, Type> known) {
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            for (int i = 0; i < arguments.length; i++) {
                bound.put(raw.getTypeParameters()[i], resolve(arguments[i], known));
            }
        }
        return bound;
    }

    /** Puts in what is known of the type variables in a type, at any depth. */
    private static Type resolve(Type type, Map<TypeVariable<?>, Type> known) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            Arrays.setAll(arguments, i -> resolve(arguments[i], known));
            return new Resolved(parameterized, List.of(arguments));
        }
        return type instanceof TypeVariable<?> variable ? known.getOrDefault(variable, type) : type;
    }

    private static @Nullable Class<?> rawClass(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        return type instanceof Class<?> c ? c : null;
    }

    /** True if no type variable is left in it, at any depth. */
    private static boolean isComplete(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            for (Type argument : parameterized.getActualTypeArguments()) {
                if (!isComplete(argument)) {
                    return false;
                }
            }
        }
        return !(type instanceof TypeVariable<?>);
    }

    /** A parameterized type with other arguments. */
    private record Resolved(ParameterizedType origin, List<Type> arguments) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(new Type[0]);
        }

        @Override
        public Type getRawType() {
            return origin.getRawType();
        }

        @Override
        public @Nullable Type getOwnerType() {
            return origin.getOwnerType();
        }

        @Override
        public String toString() {
            return arguments.stream()
                    .map(Type::getTypeName)
                    .collect(Collectors.joining(", ", getRawType().getTypeName() + "<", ">"));
        }
    }
}
