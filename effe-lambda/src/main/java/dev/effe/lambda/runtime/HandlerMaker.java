package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.effe.Logic;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Makes instances of a handler. The class and method of the name are looked up once. Thread-safe. */
@FunctionalInterface
interface HandlerMaker {

    /**
     * Makes an instance.
     *
     * @throws Throwable what the handler's constructor throws
     */
    HandlerInstance make() throws Throwable;

    /**
     * Looks a handler up by AWS's rules, and runs its static initialiser.
     *
     * @param name {@code com.acme.Handler} or {@code com.acme.Handler::handle}
     * @param loader shows it
     * @throws HandlerFault if there is no such handler
     * @throws ExceptionInInitializerError if its static initialiser throws
     */
    static HandlerMaker of(String name, ClassLoader loader) throws HandlerFault {
        int colons = name.lastIndexOf("::");
        Class<?> type = load(colons < 0 ? name : name.substring(0, colons), loader);
        if (!Modifier.isPublic(type.getModifiers()) && !Modifier.isProtected(type.getModifiers())) {
            throw new HandlerFault(type.getName() + " is not public: make it public");
        }
        Serializers serializers = new Serializers(loader);
        return colons < 0 ? of(type, serializers) : HandlerMethods.of(type, name.substring(colons + 2), serializers);
    }

    private static Class<?> load(String className, ClassLoader loader) throws HandlerFault {
        try {
            return Class.forName(className, true, loader);
        } catch (ClassNotFoundException e) {
            throw new HandlerFault("there is no class " + className, e);
        }
    }

    private static HandlerMaker of(Class<?> type, Serializers serializers) throws HandlerFault {
        if (RequestStreamHandler.class.isAssignableFrom(type)) {
            Constructor<?> constructor = constructor(type);
            return () -> {
                RequestStreamHandler handler = (RequestStreamHandler) instance(constructor);
                return new HandlerInstance(handler, handler);
            };
        }
        if (RequestHandler.class.isAssignableFrom(type)) {
            Type[] types = HandlerTypes.of(type);
            Constructor<?> constructor = constructor(type);
            PojoCodec codec = new PojoCodec(types[0], types[1], serializers);
            return () -> pojoHandler((RequestHandler<?, ?>) instance(constructor), codec);
        }
        throw new HandlerFault(type.getName()
                + (Logic.class.isAssignableFrom(type)
                        ? " is a dev.effe.Logic: name it with --logic"
                        : " implements neither RequestHandler nor RequestStreamHandler: "
                                + HandlerMethods.choice(type)));
    }

    @SuppressWarnings("unchecked") // The codec reads what the handler takes.
    private static HandlerInstance pojoHandler(RequestHandler<?, ?> handler, PojoCodec codec) {
        RequestHandler<@Nullable Object, @Nullable Object> any =
                (RequestHandler<@Nullable Object, @Nullable Object>) handler;
        return new HandlerInstance((in, out, context) -> codec.handle(any, in, out, context), handler);
    }

    /** The constructor by which instances of a class are made. */
    static Constructor<?> constructor(Class<?> type) throws HandlerFault {
        if (Modifier.isAbstract(type.getModifiers())) {
            throw new HandlerFault(type.getName() + " is abstract: name a class that is not");
        }
        try {
            return type.getConstructor();
        } catch (NoSuchMethodException e) {
            boolean inner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
            throw new HandlerFault(
                    type.getName()
                            + (inner
                                    ? " is an inner class: make it static"
                                    : " has no public constructor without arguments: add one"),
                    e);
        }
    }

    /** Calls the constructor. */
    static Object instance(Constructor<?> constructor) throws Throwable {
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
