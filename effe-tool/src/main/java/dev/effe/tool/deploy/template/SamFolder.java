package dev.effe.tool.deploy.template;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.cli.ToolException;
import dev.effe.tool.Plural;
import dev.effe.tool.deploy.plan.ApiLimits;
import dev.effe.tool.deploy.plan.Desired;
import dev.effe.tool.deploy.plan.DesiredReader;
import dev.effe.tool.deploy.plan.Preparation;
import dev.effe.tool.deploy.plan.Scope;
import dev.effe.tool.deploy.plan.Sizes;
import dev.effe.tool.pack.CodePackage;
import dev.effe.tool.pack.WholeFile;
import dev.effe.tool.remote.Endpoint;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder with a template of AWS SAM and the code of its functions. Confined to one thread. */
public final class SamFolder {

    private static final String TEMPLATE = "template.yaml";

    /** Code, and the name of its file, which functions of the same code share. */
    private record Zip(String name, CodePackage code) {}

    private final Application application;
    private final DesiredReader reader;
    private final Endpoint aws;
    private final SamTemplate template;
    private final Map<List<Path>, Zip> zips = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    /**
     * A folder without functions; nothing is written yet.
     *
     * @param alias that is to lead to the newest version of each
     * @param aws the place that is meant, which is not asked
     */
    public SamFolder(Application application, String alias, DesiredReader reader, Endpoint aws) {
        this.application = application;
        this.reader = reader;
        this.aws = aws;
        template = new SamTemplate(application.name(), alias);
    }

    /**
     * Packs and checks functions.
     *
     * @throws ToolException if one cannot run on AWS; it names all of these
     */
    public void add(List<FunctionEntry> functions) throws IOException {
        List<String> problems = new ArrayList<>();
        for (FunctionEntry function : functions) {
            try {
                add(function);
            } catch (ToolException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new ToolException(String.join("\n", problems) + "\nNothing was written");
        }
    }

    private void add(FunctionEntry function) throws IOException {
        List<Path> paths = Preparation.codeOf(function);
        Zip zip = zips.get(paths);
        if (zip == null) {
            zip = new Zip(function.name() + ".zip", CodePackage.of(paths));
            zips.put(paths, zip);
        }
        Desired desired = reader.read(function, Scope.deployedName(application, function), aws, zip.code);
        ApiLimits.check(function, desired);
        template.add(function, desired, zip.name);
        String routes = "functions." + function.name() + ".routes:";
        desired.leftOut().stream().filter(line -> !line.startsWith(routes)).forEach(leftOut::add);
    }

    /** Writes it, and says what is in it. */
    public void write(Path folder, PrintStream out) throws IOException {
        Files.createDirectories(folder);
        for (Zip zip : zips.values()) {
            Path file = folder.resolve(zip.name);
            WholeFile.write(file, zip.code.zip());
            int files = zip.code.files().size();
            String counted = Plural.of(files, "file");
            out.println(file + ": " + Sizes.text(zip.code.zip().length) + ", " + counted);
        }
        Path file = folder.resolve(TEMPLATE);
        WholeFile.write(file, template.text().getBytes(StandardCharsets.UTF_8));
        String parameters = String.join(", ", template.parameters());
        out.println(file + (parameters.isEmpty() ? "" : ": sam deploy asks for " + parameters + " with --guided"));
        leftOut.forEach(line -> out.println("! left out: " + line));
    }
}
