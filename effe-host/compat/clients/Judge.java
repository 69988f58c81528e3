import java.util.Map;

/** A function for AWS's runtime interface client of Java: see languages.py. */
public class Judge {

    public Judge() {
        if (System.getenv("BROKEN") != null) {
            throw new IllegalStateException("BROKEN is set");
        }
    }

    public Map<String, Object> handle(Map<String, Object> event) throws InterruptedException {
        if (event.get("exit") instanceof Number status) {
            Runtime.getRuntime().halt(status.intValue());
        }
        if (event.get("sleep") instanceof Number seconds) {
            Thread.sleep((long) (seconds.doubleValue() * 1000));
        }
        if (event.containsKey("fail")) {
            throw new IllegalStateException((String) event.get("fail"));
        }
        return Map.of("hello", event.get("name"), "process", ProcessHandle.current().pid());
    }
}
