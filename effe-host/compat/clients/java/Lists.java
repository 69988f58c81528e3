import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** The SDK's paginators: versions, aliases, and more functions than a page has. */
final class Lists {

    private static final String NAME = SdkJava.NAME;

    private final LambdaClient aws;

    Lists(LambdaClient aws) {
        this.aws = aws;
    }

    void run() {
        Steps.step(
                "listVersionsByFunctionPaginator",
                () -> aws.listVersionsByFunctionPaginator(r -> r.functionName(NAME).maxItems(1)).versions().stream()
                        .map(FunctionConfiguration::version)
                        .toList(),
                List.of("$LATEST", "1", "2"));
        Steps.step(
                "listAliasesPaginator",
                () -> aws.listAliasesPaginator(r -> r.functionName(NAME)).aliases().stream()
                        .map(AliasConfiguration::name)
                        .toList(),
                List.of("prod"));
        List<String> names = IntStream.range(0, 120)
                .mapToObj(i -> String.format(Locale.ROOT, "%s-%03d", NAME, i))
                .toList();
        Steps.step("listFunctionsPaginator, 120 functions", () -> {
            for (String name : names) {
                aws.createFunction(SdkJava.creation(name));
            }
            List<String> found = aws.listFunctionsPaginator().functions().stream()
                    .map(FunctionConfiguration::functionName)
                    .filter(name -> name.startsWith(NAME + "-"))
                    .toList();
            for (String name : names) {
                aws.deleteFunction(r -> r.functionName(name));
            }
            return found;
        }, names);
    }
}
