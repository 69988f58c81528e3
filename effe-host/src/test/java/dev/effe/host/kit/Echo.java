package dev.effe.host.kit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A handler that tells who it is; {@code sleep} has it wait for some milliseconds, {@code exit} end its
 * process, {@code fail} fail. */
public final class Echo implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        if (event.get("sleep") instanceof Number millis) {
            sleep(millis.longValue());
        }
        if (event.get("exit") instanceof Number code) {
            Runtime.getRuntime().halt(code.intValue());
        }
        if (event.get("fail") instanceof String message) {
            throw new IllegalStateException(message + " of " + code());
        }
        Map<String, Object> told = new TreeMap<>();
        told.put("code", code());
        told.put("version", context.getFunctionVersion());
        told.put("arn", context.getInvokedFunctionArn());
        told.put("pid", ProcessHandle.current().pid());
        told.put("environment", System.getenv());
        return told;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String code() {
        try (InputStream text = Echo.class.getClassLoader().getResourceAsStream("code.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
