package dev.effe.tool.image;

import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A function of effe.yaml as the uppermost layer of an image: the files as they are, its code, and a last file that says
 * where the code is in the image. All images of an application so have the same effe.yaml.
 */
final class AppLayer {

    private static final String FOLDER = "function";

    private AppLayer() {}

    /**
     * The layer of a function.
     *
     * @param files effe.yaml, and what is laid over it
     */
    static FunctionLayer of(List<Path> files, FunctionEntry function) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.folder(FOLDER);
        List<String> app = new ArrayList<>();
        for (Path file : files) {
            app.add(add(tar, "effe-" + (app.size() + 1) + ".yaml", Files.readAllBytes(file)));
        }
        tar.folder(FOLDER + "/code");
        List<String> code = new ArrayList<>();
        for (Mention path : function.program().code()) {
            code.add(addCode(tar, "code/" + (code.size() + 1), Path.of(path.text())));
        }
        String image = "functions: {" + function.name() + ": {code: [" + String.join(", ", code) + "]}}\n";
        app.add(add(tar, "image.yaml", image.getBytes(StandardCharsets.UTF_8)));
        tar.finish();
        Blob blob = Blob.of("application/vnd.oci.image.layer.v1.tar", bytes.toByteArray());
        return new FunctionLayer(blob, Map.of("EFFE_APP", String.join(",", app), "EFFE_ONLY", function.name()));
    }

    private static String add(TarWriter tar, String name, byte[] content) throws IOException {
        tar.file(FOLDER + "/" + name, content);
        return "/" + FOLDER + "/" + name;
    }

    private static String addCode(TarWriter tar, String name, Path path) throws IOException {
        if (Files.isDirectory(path)) {
            tar.folder(FOLDER + "/" + name);
            FunctionLayer.addFolder(tar, FOLDER + "/" + name, path);
            return name;
        }
        tar.file(FOLDER + "/" + name + ".jar", FunctionLayer.jar(path));
        return name + ".jar";
    }
}
