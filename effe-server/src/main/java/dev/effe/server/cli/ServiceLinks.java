package dev.effe.server.cli;

import java.util.Map;

/**
 * The variables by which Kubernetes tells every pod of a Service, unless {@code enableServiceLinks} is false. For one
 * called "effe" they are {@code EFFE_SERVICE_HOST}, {@code EFFE_PORT=tcp://10.0.0.1:80}, {@code EFFE_PORT_80_TCP_ADDR}
 * and so on: nobody's settings.
 */
final class ServiceLinks {

    private ServiceLinks() {}

    /** Whether the variable is one of them: a Service always has its {@code _SERVICE_HOST} too. */
    static boolean contain(String variable, Map<String, String> variables) {
        int service = variable.indexOf("_SERVICE_");
        if (service >= 0 && isService(variable.substring(0, service), variables)) {
            return true;
        }
        int port = variable.indexOf("_PORT");
        return port >= 0
                && isService(variable.substring(0, port), variables)
                && (variable.startsWith("_PORT_", port)
                        || variables.getOrDefault(variable, "").contains("://"));
    }

    private static boolean isService(String name, Map<String, String> variables) {
        return variables.containsKey(name + "_SERVICE_HOST") && variables.containsKey(name + "_SERVICE_PORT");
    }
}
