package dev.effe.test;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A thread that has run the function has no ThreadLocal of it: the next call would find it, or the class loader be kept.
 */
final class ThreadLocalRule implements ContractRule {

    @Override
    public String name() {
        return "no ThreadLocal is left on a thread after run";
    }

    @Override
    public <C extends @Nullable Object> void check(ContractSubject<C> subject, ContractThreads threads)
            throws Exception {
        Trial<C> trial = subject.trial();
        C context = threads.begin(() -> trial.init().start()).within(FunctionContract.LONGEST_SECONDS, "start");
        String left = threads.begin(() -> {
                    subject.requests().forEach(request -> trial.run(context, request));
                    return left(trial.function(), context);
                })
                .within(FunctionContract.LONGEST_SECONDS, "run");
        if (!left.isEmpty()) {
            throw new AssertionError("A ThreadLocal is left on the thread after run: " + left
                    + ". Remove it in a finally, or keep its value in the context");
        }
        trial.stop(context);
        trial.close();
    }

    /** The first that is of the function, or holds something of it; "" if there is none. */
    private static String left(Object function, @Nullable Object context) {
        for (Object[] entry : entries()) {
            String field = FieldSearch.find(function, entry[0]).orElse("");
            Object value = entry[1];
            boolean holds = value != null && (FieldSearch.isSame(value, context) || isOf(function, value.getClass()));
            if (!field.isEmpty() || holds || isOf(function, entry[0].getClass())) {
                return (field.isEmpty() ? "one" : "that of the field " + field) + ", with "
                        + (value == null ? "null" : value.getClass().getName());
            }
        }
        return "";
    }

    private static boolean isOf(Object function, Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null
                && FieldSearch.isSame(loader, function.getClass().getClassLoader())
                && type.getPackageName().equals(function.getClass().getPackageName());
    }

    /** Each ThreadLocal of this thread with its value. */
    private static List<Object[]> entries() {
        List<Object[]> entries = new ArrayList<>();
        try {
            Object map = read(Thread.class, "threadLocals", Thread.currentThread());
            Object table = map == null ? null : read(map.getClass(), "table", map);
            for (int i = 0; table != null && i < Array.getLength(table); i++) {
                Object entry = Array.get(table, i);
                Object key = entry instanceof Reference<?> reference ? reference.get() : null;
                if (entry != null && key != null) {
                    entries.add(new Object[] {key, read(entry.getClass(), "value", entry)});
                }
            }
            return entries;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new TestAbortedException(
                    "ThreadLocals are seen with --add-opens java.base/java.lang=ALL-UNNAMED alone", e);
        }
    }

    private static @Nullable Object read(Class<?> type, String name, Object object)
            throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(object);
    }
}
