package dev.effe.tool.routes;

import dev.effe.server.cli.ToolException;
import java.util.LinkedHashSet;
import java.util.Set;

/** An Ingress of Kubernetes, for HAProxy's controller. */
final class IngressFile {

    private static final String HEAD = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: APP
              labels:
                app.kubernetes.io/part-of: APP
              annotations:
                # Health and calls between functions are not for clients.
                haproxy.org/backend-config-snippet: |
                  http-request deny deny_status 404 if { path,url_dec -m reg ^/+_effe(/|$) }
            spec:
              ingressClassName: haproxy
              rules:
            """;

    private IngressFile() {}

    /** @param host of the requests; "" for any */
    static String of(AppRoutes routes, String host) throws ToolException {
        Set<String> paths = new LinkedHashSet<>();
        for (PathMatch match : PathMatches.of(routes, "Ingress", false)) {
            paths.add(path(match));
        }
        return HEAD.replace("APP", routes.application().name())
                + (host.isEmpty() ? "    - http:\n" : "    - host: \"" + host + "\"\n      http:\n")
                + "        paths:\n" + String.join("", paths);
    }

    private static String path(PathMatch match) {
        return """
                          - path: "%s"
                            pathType: %s
                            backend:
                              service:
                                name: %s
                                port:
                                  name: http
                """.formatted(match.path(), match.exact() ? "Exact" : "Prefix", match.function());
    }
}
