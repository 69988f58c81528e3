package dev.effe.tool.deploy;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Target;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.plan.DesiredReader;
import dev.effe.tool.deploy.plan.Scope;
import dev.effe.tool.deploy.template.SamFolder;
import dev.effe.tool.kubernetes.KubernetesTarget;
import dev.effe.tool.kubernetes.KubernetesTemplate;
import dev.effe.tool.remote.AwsProfile;
import dev.effe.tool.remote.DeployTarget;
import dev.effe.tool.remote.Endpoint;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe template}: writes what a deployment would make as files for another tool. */
@Command(
        name = "template",
        sortOptions = false,
        description = {
            "Writes the functions of effe.yaml as files for another tool, and touches nothing else.",
            "sam: a template of AWS SAM, and beside it the zips that a deployment would send. It has what effe deploy makes on"
                    + " AWS, and routes as an HTTP API. Secrets are parameters, whose values are in no file. Runs the"
                    + " functions' build commands first, and asks AWS for nothing.",
            "kubernetes: overlays for Kustomize, one for each function, with the digest of its image, which effe image pushes."
                    + " Secrets are named, and in no file.",
            "Exit code: 0, or 1 if a function cannot run there."
        },
        footer = {
            "",
            "Examples:",
            "  effe template sam",
            "  effe template sam orders 'stock-*' --target aws -o target/sam",
            "  sam deploy --template-file sam/template.yaml --stack-name shop --guided",
            "  effe template kubernetes -o k8s && kubectl apply -k k8s"
        })
public final class TemplateCommand implements ToolCommand {

    private static final String SAM = "sam";
    private static final String KUBERNETES = "kubernetes";

    @Mixin
    private AppOption app;

    @Option(
            names = "--target",
            paramLabel = "<target>",
            description = "The target on AWS whose alias and role are meant, or that on Kubernetes; else the only one.")
    private Optional<String> target = Optional.empty();

    @Mixin
    private AliasOption alias;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<folder>",
            description = "The folder; that of the tool's name by default. Files that are there are replaced.")
    private Optional<Path> output = Optional.empty();

    @Parameters(index = "0", paramLabel = "<tool>", description = "sam or kubernetes")
    private String tool;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "<function>",
            description = "Functions of effe.yaml, or patterns such as 'stock-*'; all if none is named.")
    private List<String> functions = List.of();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        if (!tool.equals(SAM) && !tool.equals(KUBERNETES)) {
            throw new UsageException(
                    "There is no template for " + tool + ", only sam and kubernetes (effe template --help)");
        }
        Path folder = output.orElse(Path.of(tool));
        if (tool.equals(SAM)) {
            sam(folder, environment, out);
        } else {
            kubernetes(folder, out);
        }
    }

    private void kubernetes(Path folder, PrintStream out) throws IOException {
        if (!alias.or("").isEmpty()) {
            throw new UsageException("--alias is for sam: overlays have no versions (effe template --help)");
        }
        Application application = app.application();
        KubernetesTarget cluster = KubernetesTarget.of(kubernetesTarget(application));
        List<FunctionEntry> chosen = Scope.chosen(application, functions);
        Builds.run(chosen);
        new KubernetesTemplate(application, app.files(), cluster)
                .write(chosen, folder)
                .forEach(out::println);
    }

    private Target kubernetesTarget(Application application) {
        List<Target> known = application.targets().values().stream()
                .filter(one -> !one.kubernetes().isEmpty())
                .filter(one -> target.isEmpty() || target.get().equals(one.name()))
                .toList();
        if (known.size() > 1) {
            throw new UsageException("Which target? --target "
                    + String.join(
                            " or --target ", known.stream().map(Target::name).toList()));
        }
        return known.stream()
                .findFirst()
                .orElseThrow(() -> new UsageException("effe.yaml has no target "
                        + target.map(name -> name + " ").orElse("") + "on Kubernetes, such as"
                        + " targets: {k8s: {kubernetes: {image: registry.example.com/shop}}}"));
    }

    private void sam(Path output, Map<String, String> environment, PrintStream out) throws IOException {
        Application application = app.application();
        DeployTarget aws = target(application, environment);
        List<FunctionEntry> chosen = Scope.chosen(application, functions);
        Builds.run(chosen);
        String name = alias.or(aws.alias());
        // A secret's value is the parameter's, not the file's.
        DesiredReader reader = new DesiredReader(application, name, (path, secret) -> "");
        SamFolder folder =
                new SamFolder(application, name, reader, aws.endpoints().get(0));
        folder.add(chosen);
        folder.write(output, out);
    }

    private DeployTarget target(Application application, Map<String, String> environment) {
        List<String> known = application.targets().values().stream()
                .filter(TemplateCommand::isAws)
                .map(Target::name)
                .toList();
        if (target.isPresent() && !known.contains(target.get())) {
            String there = known.isEmpty() ? "effe.yaml has none" : "known: " + String.join(", ", known);
            throw new UsageException("--target " + target.get() + " is no target on AWS; " + there);
        }
        if (target.isEmpty() && known.size() > 1) {
            throw new UsageException("Which target? --target " + String.join(" or --target ", known));
        }
        if (target.isEmpty() && known.isEmpty()) {
            Endpoint aws = new Endpoint(URI.create("https://lambda.amazonaws.com"), "", false, Optional.empty());
            return new DeployTarget(SAM, DeployTarget.USUAL_ALIAS, List.of(aws));
        }
        return DeployTarget.of(application, Optional.of(target.orElse(known.get(0))), new AwsProfile(environment));
    }

    private static boolean isAws(Target target) {
        return target.hosts().isEmpty() && target.kubernetes().isEmpty();
    }
}
