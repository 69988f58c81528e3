package dev.effe.tool.kubernetes;

import java.util.Map;

/** The patch of a function's Deployment: memory, variables, secrets. Immutable. */
record DeploymentPatch(Workload workload, String secret, Map<String, String> annotations) {

    /** Read by the user of the image, and by nobody else. */
    private static final String MODE = "0440";

    private static final String TOKEN_FOLDER = "/etc/effe/calls";

    /** As YAML. */
    String text() {
        Lines text = new Lines();
        text.add("apiVersion: apps/v1");
        text.add("kind: Deployment");
        text.add("metadata:");
        text.add("  name: effe");
        if (!annotations.isEmpty()) {
            text.add("  annotations:");
            annotations.forEach((name, value) -> text.add("    " + name + ": " + Overlay.quoted(value)));
        }
        text.add("spec:");
        text.add("  template:");
        text.add("    spec:");
        text.add("      containers:");
        text.add("        - name: function");
        variables(text);
        workload.memoryMb().ifPresent(memory -> {
            text.add("          resources:");
            text.add("            requests:");
            text.add("              memory: " + memory + "Mi");
            text.add("            limits:");
            text.add("              memory: " + memory + "Mi");
        });
        mounts(text);
        volumes(text);
        return text.toString();
    }

    private void variables(Lines text) {
        if (!workload.ownContexts() && workload.callees().isEmpty() && !workload.callsToken() && !hasVariables()) {
            return;
        }
        text.add("          env:");
        if (workload.ownContexts()) {
            text.add("            - name: EFFE_MAX_CONTEXTS");
            text.add("              $patch: delete");
        }
        workload.callees().forEach((variable, address) -> {
            text.add("            - name: " + variable);
            text.add("              value: " + address);
        });
        if (workload.callsToken()) {
            text.add("            - name: EFFE_CALL_TOKEN_FILE");
            text.add("              value: " + TOKEN_FOLDER + "/token");
        }
        for (String variable : workload.secrets()) {
            text.add("            - name: " + Overlay.quoted(variable));
            text.add("              valueFrom:");
            text.add("                secretKeyRef:");
            text.add("                  name: " + secret);
            text.add("                  key: " + Overlay.quoted(variable));
        }
    }

    private boolean hasVariables() {
        return !workload.secrets().isEmpty();
    }

    private void mounts(Lines text) {
        if (!workload.callsToken() && workload.secretFiles().isEmpty()) {
            return;
        }
        text.add("          volumeMounts:");
        if (workload.callsToken()) {
            text.add("            - name: calls");
            text.add("              mountPath: " + TOKEN_FOLDER);
            text.add("              readOnly: true");
        }
        workload.secretFiles().forEach((path, key) -> {
            text.add("            - name: secrets");
            text.add("              mountPath: " + Overlay.quoted(path));
            text.add("              subPath: " + Overlay.quoted(key));
            text.add("              readOnly: true");
        });
    }

    private void volumes(Lines text) {
        if (!workload.callsToken() && workload.secretFiles().isEmpty()) {
            return;
        }
        text.add("      volumes:");
        if (workload.callsToken()) {
            volume(text, "calls", Names.callToken(workload.application()));
        }
        if (!workload.secretFiles().isEmpty()) {
            volume(text, "secrets", secret);
        }
    }

    private static void volume(Lines text, String name, String secretName) {
        text.add("        - name: " + name);
        text.add("          secret:");
        text.add("            secretName: " + secretName);
        text.add("            defaultMode: " + MODE);
    }
}
