package dev.effe.lambda;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A handler and events for it, one after the other as given.
 *
 * @param handler its name
 * @param events payloads
 * @param more headers of the Runtime API that go with each event
 */
record Pair(String handler, List<String> events, Map<String, String> more) {

    private static Pair of(String handler, String... events) {
        return new Pair("com.acme." + handler, List.of(events), Map.of());
    }

    @Override
    public String toString() {
        return handler + (more.isEmpty() ? "" : " with " + more);
    }

    byte[] event(int i) {
        return events.get(i).getBytes(StandardCharsets.UTF_8);
    }

    /** The two that are compared. */
    static List<Pair> all() {
        List<Pair> pairs = new ArrayList<>();
        pairs.addAll(types());
        pairs.addAll(methods());
        pairs.addAll(awsEvents());
        pairs.addAll(contexts());
        return pairs;
    }

    private static List<Pair> types() {
        return List.of(
                of(
                        "Typed$OfMap",
                        "{}",
                        "{\"a\":1,\"b\":[1,2.50,null,true],\"c\":{\"d\":\"é\uD83D\uDE00\",\"e\":null}}",
                        "{\"big\":12345678901234567890,\"float\":0.1,\"exp\":1e400,\"neg\":-0.0,\"E\":1E3}",
                        "{a:1,'b':'c',\"d\":007}",
                        "{\"a\":NaN,\"b\":Infinity}",
                        "{\"a\":1} trailing",
                        "{\"a\":1,\"a\":2}",
                        "{\"html\":\"<b>&'\",\"ctl\":\"\\u0001\\u2028\",\"slash\":\"\\/\"}",
                        "{\"a\":1,}",
                        "{ /* c */ \"a\":1}",
                        "{\"a\":\"tab\tin\"}",
                        "[]",
                        "[{\"a\":1}]",
                        "[{\"a\":1},{\"b\":2}]",
                        "\"\"",
                        "\"x\"",
                        "7",
                        "null",
                        "true",
                        "",
                        "   ",
                        "{",
                        "{\"a\"",
                        "nonsense",
                        "{\"a\":".repeat(50) + "1" + "}".repeat(50)),
                of("Typed$OfObject", "\"s\"", "5", "5.0", "[1,[2]]", "null", "false", "{\"a\":{}}", "NaN", ""),
                of(
                        "Typed$OfPerson",
                        "{}",
                        "{\"name\":\"Ada\",\"unknown\":{\"x\":[1]},\"Name\":\"case\"}",
                        "{\"age\":\"5\",\"size\":5.5,\"tall\":\"true\",\"active\":1}",
                        "{\"age\":1.9,\"size\":\"\",\"weight\":\"1.5\"}",
                        "{\"age\":null,\"active\":null,\"initial\":\"y\"}",
                        "{\"color\":\"RED\",\"friend\":{\"color\":\"BLUE\"}}",
                        "{\"color\":1}",
                        "{\"photo\":\"AQL/\",\"balance\":1E+3}",
                        "{\"balance\":\"0.10\"}",
                        "{\"born\":1500,\"seen\":1.005,\"day\":[2024,1,2]}",
                        "{\"born\":\"1970-01-01T00:00:01.500Z\",\"seen\":\"1970-01-01T00:00:01.005Z\",\"day\":\"2024-01-02\"}",
                        "{\"tags\":\"one\",\"counts\":{\"a\":1,\"b\":null}}",
                        "{\"tags\":[1,true,null]}",
                        "{\"url\":\"lower\",\"URL\":\"upper\",\"open\":\"field\"}",
                        "{\"nick_name\":\"a\"}",
                        "{\"nickName\":\"b\"}",
                        "{\"weight\":1e400}",
                        "{\"weight\":\"NaN\"}",
                        "[{\"name\":\"unwrapped\"}]",
                        "[]",
                        "\"\"",
                        "\"text\"",
                        "5",
                        "null",
                        "{\"age\":\"x\"}",
                        "{\"age\":99999999999}",
                        "{\"photo\":\"?\"}",
                        "{\"friend\":\"x\"}"),
                of("Typed$OfInteger", "5", "\"5\"", "5.5", "null", "[5]", "\"x\"", "", "true", "{}"),
                of("Typed$OfString", "\"a\"", "5", "true", "{\"a\":1}", "null", "\"\\ud83d\\ude00\"", "[\"a\"]", "a"),
                of("Typed$OfList", "[1,2]", "7", "\"5\"", "[\"1\",2.5,null]", "{}", "null", "[[1]]"),
                of("Typed$OfVoid", "{}", "null", "5", ""),
                of("Typed$OfPoint", "{\"x\":1,\"y\":2}", "null"),
                of("Typed$OfFinal", "{\"x\":1}", "5"),
                of("Typed$OfArray", "[{\"name\":\"a\"},null]", "{\"name\":\"b\"}"),
                of("Typed$OfBound", "{\"name\":\"a\"}"),
                of("Typed$OfDefault", "5", "\"x\""),
                of(
                        "Returns",
                        "\"null\"",
                        "\"nan\"",
                        "\"decimal\"",
                        "\"instant\"",
                        "\"times\"",
                        "\"date\"",
                        "\"optional\"",
                        "\"bytes\"",
                        "\"enum\"",
                        "\"emoji\"",
                        "\"map\"",
                        "\"array\"",
                        "\"person\"",
                        "\"record\"",
                        "\"uuid\"",
                        "\"empty\"",
                        "\"exploding\"",
                        "\"itself\"",
                        "\"stream\"",
                        "\"char\"",
                        "\"class\"",
                        "\"other\""),
                of(
                        "Throwing",
                        "\"plain\"",
                        "\"null\"",
                        "\"cause\"",
                        "\"nested\"",
                        "\"custom\"",
                        "\"error\"",
                        "\"checked\"",
                        "\"lambda\"",
                        "\"anonymous\"",
                        "\"number\"",
                        "\"bare\"",
                        "\"suppressed\"",
                        "\"long\"",
                        "\"many\"",
                        "\"nothing\""));
    }

    private static List<Pair> methods() {
        return List.of(
                of("Streams", "{\"a\": 1}", "not json", "", "\"nothing\"", "\"throw\"", "\"twice\""),
                of("Methods::pojo", "{\"name\":\"Ada\"}", "{\"name\":\"Bob\"}"),
                of("Methods::statics", "[1,2]", "[\"x\"]"),
                of("Methods::in", "{\"a\": 1}"),
                of("Methods::out", "{}"),
                of("Methods::streams", "{}"),
                of("Methods::context", "{}"),
                of("Methods::none", "nonsense"),
                of("Methods::nothing", "\"x\"", "{}"),
                of("Methods::wide", "5", "null"),
                of("Methods::overloaded", "\"x\""),
                of("Methods::thrower", "\"x\""),
                of("Generic$Inherits::handle", "5", "{\"a\":1}"),
                of("Generic$Overrides::handle", "5"));
    }

    private static List<Pair> awsEvents() {
        return List.of(
                of("Events$Sqs", Samples.SQS, "{}", "{\"Records\":[]}"),
                of("Events$S3", Samples.S3, "{}"),
                of("Events$Sns", Samples.SNS),
                of("Events$Dynamodb", Samples.DYNAMODB),
                of("Events$Kinesis", Samples.KINESIS),
                of("Events$Scheduled", Samples.SCHEDULED),
                of("Events$Connect", Samples.CONNECT),
                of("Events$CloudFront", Samples.CLOUD_FRONT),
                of("Events$Alb", Samples.ALB),
                of("Events$HttpApi", Samples.HTTP_API),
                of("Events$RestApi", Samples.REST_API, "{}"),
                of("Events$Dates", "{}"));
    }

    private static List<Pair> contexts() {
        String client = "{\"client\":{\"installation_id\":\"i\",\"app_title\":\"t\",\"app_version_name\":\"n\","
                + "\"app_version_code\":\"c\",\"app_package_name\":\"p\"},\"custom\":{\"k\":\"v\"},"
                + "\"env\":{\"platform\":\"%s\"},\"services\":{}}";
        Map<String, String> all = Map.of(
                "Lambda-Runtime-Client-Context", client.formatted("iPhoneOS"),
                "Lambda-Runtime-Cognito-Identity", "{\"cognitoIdentityId\":\"id\",\"cognitoIdentityPoolId\":\"pool\"}",
                "Lambda-Runtime-Aws-Tenant-Id", "tenant",
                "Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1");
        Map<String, String> android = Map.of("Lambda-Runtime-Client-Context", client.formatted("Android"));
        return List.of(
                of("Contexts", "{\"a\":1}"),
                new Pair("com.acme.Contexts", List.of("{\"a\":1,\"b\":null}"), all),
                new Pair(
                        "com.acme.Contexts",
                        List.of("{\"a\":1}"),
                        Map.of("Lambda-Runtime-Client-Context", "{\"custom\":null}")),
                new Pair("com.acme.Contexts", List.of("{}"), Map.of("Lambda-Runtime-Client-Context", "[")),
                new Pair("com.acme.Typed$OfMap", List.of("{\"a\":1,\"b\":null,\"c\":\"<\"}", "[1]", "{"), android),
                new Pair("com.acme.Typed$OfPerson", List.of("{\"name\":\"A\",\"age\":5}", "\"x\""), android));
    }
}
