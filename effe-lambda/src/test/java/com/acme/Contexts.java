package com.acme;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells what its context tells. */
public class Contexts implements RequestHandler<Object, Map<String, Object>> {

    @Override
    public Map<String, Object> handleRequest(Object input, Context context) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("input", input);
        told.put("id", context.getAwsRequestId());
        told.put("logGroup", context.getLogGroupName());
        told.put("logStream", context.getLogStreamName());
        told.put("name", context.getFunctionName());
        told.put("version", context.getFunctionVersion());
        told.put("arn", context.getInvokedFunctionArn());
        told.put("memory", context.getMemoryLimitInMB());
        told.put("hasTime", context.getRemainingTimeInMillis() > 1000);
        told.put("tenant", context.getTenantId());
        told.put("trace", context.getXrayTraceId());
        told.put("traceProperty", System.getProperty("com.amazonaws.xray.traceHeader"));
        told.put("sameLogger", context.getLogger() == LambdaRuntime.getLogger());
        if (context.getIdentity() != null) {
            told.put("identity", context.getIdentity().getIdentityId());
            told.put("pool", context.getIdentity().getIdentityPoolId());
        }
        if (context.getClientContext() != null) {
            told.put("custom", context.getClientContext().getCustom());
            told.put("environment", context.getClientContext().getEnvironment());
            Client client = context.getClientContext().getClient();
            if (client != null) {
                told.put("title", client.getAppTitle());
                told.put("installation", client.getInstallationId());
                told.put("versionName", client.getAppVersionName());
                told.put("versionCode", client.getAppVersionCode());
                told.put("package", client.getAppPackageName());
            }
        }
        return told;
    }
}
