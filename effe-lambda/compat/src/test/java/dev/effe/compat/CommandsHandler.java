package dev.effe.compat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** A function as it is written for AWS Lambda. */
public class CommandsHandler implements RequestHandler<Map<String, Object>, Object> {

    @Override
    public Object handleRequest(Map<String, Object> event, Context context) {
        if (event.containsKey("context")) {
            return Map.of(
                    "arn",
                    context.getInvokedFunctionArn(),
                    "id",
                    context.getAwsRequestId(),
                    "custom",
                    context.getClientContext() == null
                            ? Map.of()
                            : context.getClientContext().getCustom());
        }
        try {
            return Commands.answer(event);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
