package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a class gives for the parameters of {@link RequestHandler}, as AWS's runtime does: breadth first, and of
 * an interface between them it takes the parameters for those of RequestHandler, so that there must be two.
 */
final class HandlerTypes {

    private HandlerTypes() {}

    /** A class or interface on the way up, and what its type variables stand for. */
    private record Step(Class<?> type, Map<TypeVariable<?>, Type> known) {}

    /**
     * Input and output.
     *
     * @throws HandlerFault if the class does not tell them
     */
    static Type[] of(Class<?> handler) throws HandlerFault {
        Type[] found = find(handler);
        if (found == null || found.length != 2 || Arrays.stream(found).anyMatch(HandlerTypes::isUnbounded)) {
            throw new HandlerFault(handler.getName()
                    + " does not say what it takes and returns: write implements RequestHandler<Input, Output>");
        }
        return found;
    }

    private static boolean isUnbounded(Type type) {
        return type instanceof TypeVariable<?> variable
                && Arrays.stream(variable.getBounds()).allMatch(Object.class::equals);
    }

    private static Type @Nullable [] find(Class<?> handler) {
        Deque<Step> steps = new ArrayDeque<>();
        steps.add(new Step(handler, Map.of()));
        while (!steps.isEmpty()) {
            Step step = steps.remove();
            for (Type parent : step.type().getGenericInterfaces()) {
                if (parent instanceof ParameterizedType generic
                        && RequestHandler.class.isAssignableFrom((Class<?>) generic.getRawType())) {
                    return arguments(generic, step.known());
                }
                steps.add(stepTo(parent, step.known()));
            }
            Type parent = step.type().getGenericSuperclass();
            if (parent != null) {
                steps.add(stepTo(parent, step.known()));
            }
        }
        return null;
    }

    private static Step stepTo(Type parent, Map<TypeVariable<?>, Type> known) {
        if (!(parent instanceof ParameterizedType generic)) {
            return new Step((Class<?>) parent, Map.of());
        }
        Class<?> raw = (Class<?>) generic.getRawType();
        Type[] arguments = arguments(generic, known);
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            bound.put(raw.getTypeParameters()[i], arguments[i]);
        }
        return new Step(raw, bound);
    }

    private static Type[] arguments(ParameterizedType generic, Map<TypeVariable<?>, Type> known) {
        Type[] arguments = generic.getActualTypeArguments();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof TypeVariable<?> variable) {
                arguments[i] = known.getOrDefault(variable, variable);
            }
        }
        return arguments;
    }
}
