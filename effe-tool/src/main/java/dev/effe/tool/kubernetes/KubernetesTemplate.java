package dev.effe.tool.kubernetes;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.tool.image.AppImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the base and an overlay of each function, for Kustomize. There are no versions: each function has a Deployment
 * that is rolled over, and a Service. Immutable.
 *
 * @param files effe.yaml, and what is laid over it
 */
public record KubernetesTemplate(Application application, List<Path> files, KubernetesTarget target) {

    /** Copies the list. */
    public KubernetesTemplate {
        files = List.copyOf(files);
    }

    /**
     * Writes the files of functions.
     *
     * @return what there is to say of them, in lines
     * @throws dev.effe.server.cli.ToolException if a cluster could not run a function
     */
    public List<String> write(List<FunctionEntry> functions, Path folder) throws IOException {
        AppCheck.of(files, functions.stream().map(FunctionEntry::name).toList()).orThrow();
        // The base's own Service is called so.
        WorkloadReader reader = new WorkloadReader(application, target, Names.EFFE);
        List<Overlay> overlays = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (FunctionEntry function : functions) {
            AppImage image = AppImage.of(files, application, function, target.base(), target.platforms());
            Workload workload = reader.read(function, image);
            overlays.add(new Overlay(workload, Optional.empty(), workload.name() + "-secrets", Map.of()));
            reader.leftOut(function).forEach(line -> said.add("Left out: " + line));
        }
        BaseFiles.write(folder.resolve(Overlay.BASE));
        Lines all = new Lines();
        all.add("apiVersion: kustomize.config.k8s.io/v1beta1");
        all.add("kind: Kustomization");
        all.add("resources:");
        for (Overlay overlay : overlays) {
            overlay.write(folder.resolve(overlay.workload().function()), target.namespace());
            all.add("  - " + overlay.workload().function());
            said.addAll(needs(overlay));
        }
        Files.writeString(folder.resolve("kustomization.yaml"), all.toString());
        said.add("Wrote " + folder + ": kubectl apply -k " + folder);
        return said;
    }

    /** Names what has to be there before, a line each. */
    private static List<String> needs(Overlay overlay) {
        Workload workload = overlay.workload();
        List<String> lines = new ArrayList<>(
                List.of(workload.function() + " needs the image " + workload.image() + "@" + workload.digest()));
        if (workload.hasSecret()) {
            List<String> keys = new ArrayList<>(workload.secrets());
            keys.addAll(workload.secretFiles().values());
            lines.add(
                    workload.function() + " needs the Secret " + overlay.secret() + " with " + String.join(", ", keys));
        }
        if (workload.callsToken()) {
            lines.add(workload.function() + " needs the Secret " + Names.callToken(workload.application())
                    + " with token, a text that nobody guesses");
        }
        return lines;
    }
}
