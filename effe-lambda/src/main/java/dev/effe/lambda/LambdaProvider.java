package dev.effe.lambda;

import dev.effe.Logic;
import dev.effe.spi.HandlerSpec;
import dev.effe.spi.LogicProvider;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes functions of AWS Lambda handlers. Stateless. */
public final class LambdaProvider implements LogicProvider {

    private static final Logger log = LoggerFactory.getLogger(LambdaProvider.class);
    private static final String LOGIC = "dev.effe.lambda.runtime.LambdaLogic";

    /** Found by {@link java.util.ServiceLoader}. */
    public LambdaProvider() {}

    @Override
    public ClassLoader platform(ClassLoader api) {
        return new PlatformClassLoader(api, LambdaProvider.class.getClassLoader());
    }

    /** Completes this process's environment before any class of the handler can read it. */
    @Override
    public Logic<?> provide(HandlerSpec handler) throws Exception {
        Map<String, String> variables = new HashMap<>(System.getenv());
        Map<String, String> missing = LambdaVariables.missing(handler, variables);
        variables.putAll(missing);
        complete(handler.alone() ? missing : LambdaVariables.withoutOwn(missing));
        try {
            return Class.forName(LOGIC, true, handler.loader())
                    .asSubclass(Logic.class)
                    .getConstructor(HandlerSpec.class, Map.class)
                    .newInstance(handler, variables);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static void complete(Map<String, String> missing) {
        try {
            ProcessVariables.add(missing);
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.warn("The handler does not see {}: set them, or open java.lang to effe", missing, e);
        }
        if (missing.containsKey("TZ")) {
            TimeZone.setDefault(
                    TimeZone.getTimeZone("UTC")); // This does now what the variable would have done before the start.
        }
    }
}
