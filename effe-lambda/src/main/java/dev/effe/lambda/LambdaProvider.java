package dev.effe.lambda;

import dev.effe.Logic;
import dev.effe.spi.HandlerSpec;
import dev.effe.spi.LogicProvider;
import java.lang.reflect.InvocationTargetException;

/** Makes functions of AWS Lambda handlers. Stateless. */
public final class LambdaProvider implements LogicProvider {

    private static final String LOGIC = "dev.effe.lambda.runtime.LambdaLogic";

    /** Found by {@link java.util.ServiceLoader}. */
    public LambdaProvider() {}

    @Override
    public ClassLoader platform(ClassLoader api) {
        return new PlatformClassLoader(api, LambdaProvider.class.getClassLoader());
    }

    @Override
    public Logic<?> provide(HandlerSpec handler) throws Exception {
        try {
            return Class.forName(LOGIC, true, handler.loader())
                    .asSubclass(Logic.class)
                    .getConstructor(HandlerSpec.class)
                    .newInstance(handler);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
