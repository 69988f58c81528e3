package dev.effe.tool.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of k8s/base, which the build has put into this jar. Stateless. */
public final class BaseFiles {

    private static final String FOLDER = "/dev/effe/tool/create/k8s/base/";
    /** Their names. */
    public static final List<String> NAMES = List.of(
            "deployment.yaml",
            "hpa.yaml",
            "instance.yaml",
            "kustomization.yaml",
            "networkpolicy.yaml",
            "pdb.yaml",
            "service.yaml",
            "serviceaccount.yaml");

    private BaseFiles() {}

    /** The content of each, sorted by name. */
    static Map<String, byte[]> all() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : NAMES) {
            try (InputStream in = BaseFiles.class.getResourceAsStream(FOLDER + name)) {
                if (in == null) {
                    throw new IOException("This build of Effe has no manifests for Kubernetes: " + name);
                }
                files.put(name, in.readAllBytes());
            }
        }
        return files;
    }

    /** Writes them to a folder. */
    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : all().entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }
}
