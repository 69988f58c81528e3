package dev.effe.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same handler in processes of AWS's own client of the Runtime API for Java, as in AWS's images. */
@Tag("once")
class AwsRuntimeClientIT extends AwsSdkContract {

    AwsRuntimeClientIT() {
        super("--handler", CommandsHandler.class.getName(), "--runtime", "javaric=" + command());
    }

    /** AWS's client for Java streams no answers, so the limit of others holds. */
    @Override
    @Test
    void streamsMoreThanAnAnswerMayHave() {
        assertThat(stream("{\"large\":6291554}").payload).hasSize(6291556);
        assertThat(stream("{\"large\":6291555}").end.errorCode()).isEqualTo("Function.ResponseSizeTooLarge");
    }

    private static String command() {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return String.join(
                " ",
                "java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes,
                AWSLambda.class.getName(),
                CommandsHandler.class.getName());
    }
}
