package dev.effe.server.function;

import dev.effe.Logic;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what a class gives for the context type of {@link Logic}. */
final class ContextType {

    private static final TypeVariable<?> CONTEXT = Logic.class.getTypeParameters()[0];

    private ContextType() {}

    /** True if contexts are {@link Void}; false where it cannot be told. */
    static boolean isVoid(Class<?> logic) {
        try {
            return find(logic, Map.of()) == Void.class;
        } catch (TypeNotPresentException | LinkageError e) {
            // A class that a type names is missing: it is not Void that is.
            return false;
        }
    }

    /** Walks up to Logic, carrying along what each subtype gives for its parents' type parameters. */
    private static @Nullable Type find(Type type, Map<TypeVariable<?>, Type> known) {
        Class<?> raw = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
        Map<TypeVariable<?>, Type> here = bind(type, raw, known);
        if (raw == Logic.class) {
            return here.get(CONTEXT);
        }
        for (Type parent : raw.getGenericInterfaces()) {
            Type found = find(parent, here);
            if (found != null) {
                return found;
            }
        }
        Type superclass = raw.getGenericSuperclass();
        return superclass == null ? null : find(superclass, here);
    }

    private static Map<TypeVariable<?>, Type> bind(Type type, Class<?> raw, Map<TypeVariable<?>, Type> known) {
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            for (int i = 0; i < arguments.length; i++) {
                // A type variable of the subtype's stands for what the subtype's own subtype gave for it.
                Type given = arguments[i] instanceof TypeVariable<?> variable ? known.get(variable) : arguments[i];
                if (given != null) {
                    bound.put(raw.getTypeParameters()[i], given);
                }
            }
        }
        return bound;
    }
}
