package dev.effe.server.dispatch;

import dev.effe.Request;
import dev.effe.Response;
import java.lang.reflect.Proxy;

/** Requests and responses that nobody reads: the dispatcher only hands them on, and asks for the id. */
final class TestCalls {

    private TestCalls() {}

    static Request request(String id) {
        return proxy(Request.class, id);
    }

    static Response response(String id) {
        return proxy(Response.class, id);
    }

    private static <T> T proxy(Class<T> type, String id) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            return switch (method.getName()) {
                case "id", "toString" -> id;
                case "method" -> "GET";
                case "target" -> "/" + id + "?secret=1";
                case "hashCode" -> id.hashCode();
                case "equals" -> args != null && self == args[0];
                default -> throw new UnsupportedOperationException(method.toString());
            };
        }));
    }
}
