package dev.effe.lambda.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method of an instance.
 *
 * @param method a public method, which may throw anything
 * @param instance null for a static method
 */
record HandlerMethod(Method method, @Nullable Object instance) {

    /**
     * Calls it, by reflection as AWS does, so that stacks look alike. An exception of the method is thrown as it is.
     */
    @Nullable Object call(List<@Nullable Object> arguments) {
        try {
            return method.invoke(instance, arguments.toArray());
        } catch (InvocationTargetException e) {
            throw Thrown.unchecked(e.getCause() == null ? e : e.getCause());
        } catch (IllegalAccessException e) {
            throw Thrown.unchecked(e);
        }
    }
}
