package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the method that {@code com.acme.Handler::handle} names, by AWS's rules: no bridge if there is another, then
 * the longest, a Context at the end counting twice, whose parameters AWS knows what to do with.
 */
final class HandlerMethods {

    private static final Logger log = LoggerFactory.getLogger(HandlerMethods.class);

    private static final int MOST_NAMES = 10;

    private static final Comparator<Method> PRIORITY =
            Comparator.comparing(Method::isBridge).thenComparing(HandlerMethods::length, Comparator.reverseOrder());

    private HandlerMethods() {}

    static HandlerMaker of(Class<?> type, String name, Serializers serializers) throws HandlerFault {
        List<Method> methods = named(type, name);
        methods.sort(PRIORITY);
        for (int i = 0; i < methods.size(); i++) {
            HandlerMaker maker = of(type, methods.get(i), serializers);
            if (maker != null) {
                methods.subList(0, i).forEach(HandlerMethods::ignore);
                return maker;
            }
        }
        throw new HandlerFault(type.getName() + problemOf(type, name) + choice(type));
    }

    private static void ignore(Method method) {
        log.warn("Ignoring {}: AWS Lambda knows no handler with such parameters", method);
    }

    private static String problemOf(Class<?> type, String name) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                return Modifier.isPublic(method.getModifiers())
                        ? "::" + name
                                + " takes what AWS Lambda does not give, which is an input, or an InputStream and an"
                                + " OutputStream, and behind that a Context: "
                        : "::" + name + " is not public: make it public, or ";
            }
        }
        return " has no method " + name + ": ";
    }

    /** Says which handlers can be named instead. */
    static String choice(Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (Method method : type.getMethods()) {
            boolean own = method.getDeclaringClass() != Object.class;
            if (own && !method.isBridge() && Parameters.of(method) != null) {
                names.add(type.getName() + "::" + method.getName());
            }
        }
        return names.isEmpty()
                ? "no method of it can be one either; name another class with --handler"
                : "name " + names.stream().limit(MOST_NAMES).collect(Collectors.joining(" or ")) + " with --handler";
    }

    private static List<Method> named(Class<?> type, String name) {
        List<Method> methods = new ArrayList<>(Arrays.asList(type.getMethods()));
        methods.removeIf(method -> !method.getName().equals(name));
        return methods;
    }

    private static int length(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        boolean context = parameters.length > 0 && parameters[parameters.length - 1] == Context.class;
        return parameters.length + (context ? 1 : 0);
    }

    /** Null if AWS has no use for such parameters. */
    private static @Nullable HandlerMaker of(Class<?> type, Method method, Serializers serializers)
            throws HandlerFault {
        Parameters takes = Parameters.of(method);
        if (takes == null) {
            return null;
        }
        Constructor<?> constructor = Modifier.isStatic(method.getModifiers()) ? null : HandlerMaker.constructor(type);
        if (takes.in || takes.out) {
            if (method.getReturnType() != void.class) {
                log.warn("The value that {} returns is ignored: it is a stream handler", method);
            }
            return () -> streamHandler(new HandlerMethod(method, instance(constructor)), takes);
        }
        PojoCodec codec = new PojoCodec(takes.input, method.getGenericReturnType(), serializers);
        return () -> pojoHandler(new HandlerMethod(method, instance(constructor)), takes, codec);
    }

    /** The parameters that a method takes, in this order. */
    private record Parameters(@Nullable Type input, boolean in, boolean out, boolean context) {

        /** Null if they are others, or in another order. */
        static @Nullable Parameters of(Method method) {
            Deque<Type> left = new ArrayDeque<>(Arrays.asList(method.getGenericParameterTypes()));
            boolean context = Context.class.equals(left.peekLast()) && left.removeLast() != null;
            boolean out = OutputStream.class.equals(left.peekLast()) && left.removeLast() != null;
            boolean in = InputStream.class.equals(left.peekLast()) && left.removeLast() != null;
            Type input = in || out ? null : left.pollLast();
            boolean known = left.isEmpty() && !Context.class.equals(input);
            return known ? new Parameters(input, in, out, context) : null;
        }
    }

    private static @Nullable Object instance(@Nullable Constructor<?> constructor) throws Throwable {
        return constructor == null ? null : HandlerMaker.instance(constructor);
    }

    private static HandlerInstance streamHandler(HandlerMethod method, Parameters takes) {
        RequestStreamHandler handler = (in, out, context) -> {
            List<@Nullable Object> arguments = new ArrayList<>(3);
            add(arguments, takes.in, in);
            add(arguments, takes.out, out);
            add(arguments, takes.context, context);
            method.call(arguments);
            if (!takes.out) {
                out.write(PojoCodec.NULL);
            }
        };
        return new HandlerInstance(handler, method.instance());
    }

    private static HandlerInstance pojoHandler(HandlerMethod method, Parameters takes, PojoCodec codec) {
        RequestHandler<@Nullable Object, @Nullable Object> handler = (input, context) -> {
            List<@Nullable Object> arguments = new ArrayList<>(2);
            add(arguments, takes.input != null, input);
            add(arguments, takes.context, context);
            return method.call(arguments);
        };
        return new HandlerInstance((in, out, context) -> codec.handle(handler, in, out, context), method.instance());
    }

    private static void add(List<@Nullable Object> arguments, boolean wanted, @Nullable Object argument) {
        if (wanted) {
            arguments.add(argument);
        }
    }
}
