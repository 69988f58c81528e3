import java.util.Objects;
import java.util.concurrent.Callable;

/** Prints what each step of a client finds: "ok", or what it is instead. */
final class Steps {

    private Steps() {}

    static void step(String name, Callable<?> call, Object expected) {
        Object found;
        try {
            found = call.call();
        } catch (Exception e) {
            found = e;
        }
        tell(name, Objects.equals(found, expected) ? "ok" : found);
    }

    static void refused(String name, Class<? extends Exception> error, Callable<?> call) {
        Object found;
        try {
            found = "no error, but " + call.call();
        } catch (Exception e) {
            found = error.isInstance(e) ? "ok" : e;
        }
        tell(name, found);
    }

    private static void tell(String name, Object found) {
        System.out.println(name + "\t" + String.valueOf(found).replaceAll("\\s+", " "));
    }
}
