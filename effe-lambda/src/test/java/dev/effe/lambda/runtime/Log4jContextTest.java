package dev.effe.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.LambdaRuntimeInternal;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Log4jContextTest {

    private static final String KEY = "AWSRequestId";

    private final Log4jContext context = new Log4jContext(Log4jContextTest.class.getClassLoader());

    @AfterEach
    void restore() {
        LambdaRuntimeInternal.setUseLog4jAppender(false);
        ThreadContext.clearAll();
    }

    @Test
    void log4jKnowsTheIdDuringACallOnly() {
        LambdaRuntimeInternal.setUseLog4jAppender(true); // As AWS's appender does when it is made.
        context.enter("id-1");
        assertThat(ThreadContext.get(KEY)).isEqualTo("id-1");
        context.exit();
        assertThat(ThreadContext.get(KEY)).isNull();
        context.enter("id-2");
        assertThat(ThreadContext.get(KEY)).isEqualTo("id-2");
    }

    @Test
    void withoutAwssAppenderNothingIsLookedFor() {
        context.enter("id-1");
        assertThat(ThreadContext.get(KEY)).isNull();
        context.exit();
    }

    @Test
    void anAppenderWithoutLog4jIsNoFailure() {
        LambdaRuntimeInternal.setUseLog4jAppender(true);
        Log4jContext none = new Log4jContext(ClassLoader.getPlatformClassLoader());
        none.enter("id-1");
        none.exit();
    }
}
