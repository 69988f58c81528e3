package dev.effe.tool.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsProfileTest {

    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void write() throws IOException {
        environment.put("HOME", home.toString());
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/credentials"), """
                # of this user
                [default]
                aws_access_key_id = DEFAULTKEY
                aws_secret_access_key=default/secret=
                [shop]
                aws_access_key_id = SHOPKEY
                aws_secret_access_key = shop
                aws_session_token = token
                """);
        Files.writeString(home.resolve(".aws/config"), """
                [default]
                region = eu-west-1
                s3 =
                    region = us-west-1
                [profile shop]
                region = eu-central-1
                """);
    }

    @Test
    void readsTheProfileThatIsNamed() {
        AwsProfile usual = new AwsProfile(environment);
        assertThat(usual.credentials()).contains(new Credentials("DEFAULTKEY", "default/secret=", Optional.empty()));
        assertThat(usual.region()).contains("eu-west-1");

        environment.put("AWS_PROFILE", "shop");
        AwsProfile shop = new AwsProfile(environment);
        assertThat(shop.credentials()).contains(new Credentials("SHOPKEY", "shop", Optional.of("token")));
        assertThat(shop.region()).contains("eu-central-1");
    }

    @Test
    void prefersTheEnvironment() {
        environment.putAll(Map.of("AWS_ACCESS_KEY_ID", "ENV", "AWS_SECRET_ACCESS_KEY", "s", "AWS_REGION", "us-west-2"));

        AwsProfile profile = new AwsProfile(environment);

        assertThat(profile.credentials()).contains(new Credentials("ENV", "s", Optional.empty()));
        assertThat(profile.region()).contains("us-west-2");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        environment.put("AWS_PROFILE", "none");
        assertThatThrownBy(() -> new AwsProfile(environment))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("AWS_PROFILE names the profile none, which is neither in");
        environment.put("AWS_ACCESS_KEY_ID", "ENV");
        assertThatThrownBy(() -> new AwsProfile(environment).credentials())
                .hasMessage("AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not");

        AwsProfile nobody = new AwsProfile(Map.of("HOME", home.resolve("empty").toString()));
        Endpoint local = new Endpoint(URI.create("http://localhost:7070"), "us-east-1", true, Optional.empty());
        Endpoint far = new Endpoint(URI.create("https://lambda.example.com"), "us-east-1", true, Optional.empty());
        assertThat(LambdaClient.of(local, nobody, Pause.REAL).endpoint()).isEqualTo(local);
        assertThatThrownBy(() -> LambdaClient.of(far, nobody, Pause.REAL))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("There is no key for https://lambda.example.com: set AWS_ACCESS_KEY_ID");
    }

    /** AWS's tools would take the key of the role, not the one beside it. */
    @Test
    void takesNoKeyInPlaceOfThatOfARole() throws IOException {
        Files.writeString(
                home.resolve(".aws/config"), "[default]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = shop\n");

        assertThat(new AwsProfile(environment).credentials()).isEmpty();
    }

    @Test
    void findsEachServiceByItsOwnAddress() {
        AwsProfile usual = new AwsProfile(environment);
        Endpoint lambda =
                new Endpoint(AwsService.LAMBDA.address("eu-west-1", usual), "eu-west-1", false, Optional.empty());
        assertThat(lambda).hasToString("https://lambda.eu-west-1.amazonaws.com");
        assertThat(lambda.of(AwsService.LOGS, usual)).hasToString("https://logs.eu-west-1.amazonaws.com");
        assertThat(AwsService.METRICS.address("cn-north-1", usual))
                .hasToString("https://monitoring.cn-north-1.amazonaws.com.cn");

        environment.put("AWS_ENDPOINT_URL_LAMBDA", "https://vpce-1.lambda.eu-west-1.vpce.amazonaws.com/");
        AwsProfile own = new AwsProfile(environment);
        assertThat(AwsService.LAMBDA.address("eu-west-1", own))
                .hasToString("https://vpce-1.lambda.eu-west-1.vpce.amazonaws.com");
        assertThat(lambda.of(AwsService.LOGS, own)).hasToString("https://logs.eu-west-1.amazonaws.com");
        environment.put("AWS_ENDPOINT_URL", "http://localhost:5000");
        assertThat(lambda.of(AwsService.METRICS, new AwsProfile(environment))).hasToString("http://localhost:5000");

        environment.put("AWS_ENDPOINT_URL", "localhost:5000");
        assertThatThrownBy(() -> AwsService.LOGS.address("eu-west-1", new AwsProfile(environment)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("AWS_ENDPOINT_URL must be a URL");
    }

    @Test
    void printsNoSecret() {
        assertThat(new Credentials("ID", "hidden", Optional.of("hidden")).toString())
                .isEqualTo("ID");
    }
}
