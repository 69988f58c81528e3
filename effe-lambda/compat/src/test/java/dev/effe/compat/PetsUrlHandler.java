package dev.effe.compat;

import com.amazonaws.serverless.proxy.jersey.JerseyLambdaContainerHandler;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.server.ResourceConfig;

/** A handler as the guide of aws-serverless-java-container has it, for HTTP APIs. */
public class PetsUrlHandler implements RequestStreamHandler {

    private final JerseyLambdaContainerHandler<HttpApiV2ProxyRequest, AwsProxyResponse> container =
            JerseyLambdaContainerHandler.getHttpApiV2ProxyHandler(
                    new ResourceConfig().register(Pets.class).register(JacksonFeature.class));

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        container.proxyStream(in, out, context);
    }
}
