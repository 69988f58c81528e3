package dev.effe.server.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;

/**
 * Reaches {@code Thread.ofVirtual().name(prefix, 1).inheritInheritableThreadLocals(false).factory()} from code compiled
 * for Java 17.
 */
public final class VirtualThreads {

    private VirtualThreads() {}

    public static ThreadFactory factory(String namePrefix) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle start = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
            MethodHandle name =
                    lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class, long.class));
            MethodHandle inherit = lookup.findVirtual(
                    builder, "inheritInheritableThreadLocals", MethodType.methodType(builder, boolean.class));
            MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            return (ThreadFactory) factory.invoke(inherit.invoke(name.invoke(start.invoke(), namePrefix, 1L), false));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "Virtual threads need Java 21 or later, but this is Java "
                            + Runtime.version().feature() + ": use platform workers",
                    e);
        } catch (Throwable t) {
            throw new IllegalStateException("Cannot make virtual threads", t);
        }
    }
}
