package dev.effe.compat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** A function that is a client of AWS itself, with what the SDK finds in its environment. Answers its region. */
public class ClientHandler implements RequestHandler<Object, String> {

    private final LambdaClient client =
            LambdaClient.builder().httpClient(UrlConnectionHttpClient.create()).build();

    @Override
    public String handleRequest(Object event, Context context) {
        return client.serviceClientConfiguration().region().id();
    }
}
