package dev.effe.host.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.host.TestZips;
import dev.effe.host.kit.Signer;
import dev.effe.server.access.AccessKeys;
import dev.effe.server.json.Json;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.memory.MemoryBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** CloudWatch's operations in both protocols, and the page for Prometheus. It is 20:00 of 2026-11-30. */
@Timeout(300)
class MetricsApiTest {

    private static final String FORM =
            "Action=GetMetricStatistics&Version=2010-08-01&Namespace=AWS%2FLambda&MetricName=%s&StartTime=%s&EndTime=%s";
    private static final long MILLI = 1_000_000;
    private static final String SIGNED = ApiServer.SIGNED.replace("/lambda/", "/monitoring/");

    @TempDir
    Path folder;

    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer(folder.resolve("data"));
        make("orders");
        call("prod", "1", false, 10, 3);
        call("prod", "2", true, 40, 1);
        call("", "$LATEST", false, 20, 1);
        server.meters.throttled("orders", "prod", "1");
        server.now = server.now.plus(Duration.ofMinutes(5));
        server.meters.read("orders", 0, Long.MAX_VALUE, sample -> {}); // Begins the minute.
        call("prod", "1", true, 100, 1);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void make(String name) throws Exception {
        HttpAnswer created =
                server.send("POST", "/2015-03-31/functions", ApiServer.create(name, TestZips.of("a.txt", "b")));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
    }

    private void call(String qualifier, String version, boolean failed, long millis, int times) {
        for (int i = 0; i < times; i++) {
            server.meters.begin("orders", qualifier, version).ended(failed, millis * MILLI);
        }
    }

    private HttpAnswer form(String metric, String more) throws IOException {
        String body = FORM.replaceFirst("%s", metric)
                        .replaceFirst("%s", "2026-11-30T20%3A00%3A00Z")
                        .replaceFirst("%s", "2026-11-30T21%3A00%3A00Z")
                + more;
        return post(body, "Content-Type: application/x-www-form-urlencoded; charset=utf-8");
    }

    private HttpAnswer post(String body, String... more) throws IOException {
        List<String> headers = new ArrayList<>(List.of("Host: 127.0.0.1:7070", SIGNED));
        headers.addAll(Arrays.asList(more));
        return server.raw("POST", "/", body.getBytes(StandardCharsets.UTF_8), headers.toArray(String[]::new));
    }

    private HttpAnswer json(String operation, String body) throws IOException {
        return post(
                body,
                "Content-Type: application/x-amz-json-1.0",
                "X-Amz-Target: GraniteServiceVersion20100801." + operation);
    }

    private static String dimensions(String... namesAndValues) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String at = "&Dimensions.member." + (i / 2 + 1);
            all.append(at).append(".Name=").append(namesAndValues[i]);
            all.append(at).append(".Value=").append(namesAndValues[i + 1]);
        }
        return all.toString();
    }

    /** The sum of a metric in the hour. */
    private String sum(String metric, String... dimensions) throws IOException {
        HttpAnswer answer = form(metric, "&Period=3600&Statistics.member.1=Sum" + dimensions(dimensions));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text().replaceAll("(?s).*<Sum>(.*)</Sum>.*|.*", "$1");
    }

    @Test
    void answersFormsWithXml() throws Exception {
        HttpAnswer answer = form(
                "Duration",
                "&Period=300&Statistics.member.1=Average&Statistics.member.2=Maximum"
                        + dimensions("FunctionName", "orders"));
        assertThat(answer.text())
                .startsWith("<GetMetricStatisticsResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
                        + "<GetMetricStatisticsResult><Label>Duration</Label><Datapoints><member>"
                        + "<Timestamp>2026-11-30T20:00:00Z</Timestamp><Average>18.0</Average><Maximum>40.0</Maximum>"
                        + "<Unit>Milliseconds</Unit></member><member><Timestamp>2026-11-30T20:05:00Z</Timestamp>"
                        + "<Average>100.0</Average><Maximum>100.0</Maximum><Unit>Milliseconds</Unit></member>"
                        + "</Datapoints></GetMetricStatisticsResult><ResponseMetadata><RequestId>");
    }

    @Test
    void tellsVersionsApart() throws Exception {
        assertThat(sum("Invocations", "FunctionName", "orders")).isEqualTo("6.0");
        assertThat(sum("Invocations")).isEqualTo("6.0");
        assertThat(sum("Invocations", "FunctionName", "orders", "Resource", "orders"))
                .isEqualTo("1.0");
        assertThat(sum("Invocations", "FunctionName", "orders", "Resource", "orders:prod"))
                .isEqualTo("5.0");
        String[] canary = {"FunctionName", "orders", "Resource", "orders:prod", "ExecutedVersion", "2"};
        assertThat(sum("Invocations", canary)).isEqualTo("1.0");
        assertThat(sum("Errors", canary)).isEqualTo("1.0");
        assertThat(sum("Errors", "FunctionName", "orders", "ExecutedVersion", "1"))
                .isEqualTo("1.0");
        assertThat(sum("Throttles", "FunctionName", "orders")).isEqualTo("1.0");
        assertThat(sum("ConcurrentExecutions", "FunctionName", "orders")).isEqualTo("4.0"); // 3 series, and 1 later.
        assertThat(sum("Invocations", "FunctionName", "others")).isEmpty();
        assertThat(sum("Invocations", "Resource", "orders:prod")).isEmpty();
        assertThat(sum("Invocations", "FunctionName", "orders", "Colour", "red"))
                .isEmpty();
        assertThat(sum("Coldness", "FunctionName", "orders")).isEmpty();
    }

    @Test
    void answersJsonWithPercentiles() throws Exception {
        HttpAnswer answer = json(
                "GetMetricStatistics",
                "{\"Namespace\":\"AWS/Lambda\",\"MetricName\":\"Duration\",\"StartTime\":1796068800,"
                        + "\"EndTime\":1.7960724E9,\"Period\":3600,\"ExtendedStatistics\":[\"p50\",\"p99.9\"],"
                        + "\"Dimensions\":[{\"Name\":\"FunctionName\",\"Value\":\"orders\"}]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-amz-json-1.0");
        Map<?, ?> point = (Map<?, ?>) ((List<?>) ((Map<?, ?>) Json.read(answer.body())).get("Datapoints")).get(0);
        assertThat(point.get("Timestamp")).isEqualTo(1796068800);
        Map<?, ?> extended = (Map<?, ?>) point.get("ExtendedStatistics");
        assertThat((double) extended.get("p50")).isBetween(9.0, 11.3);
        assertThat((double) extended.get("p99.9")).isBetween(90.0, 100.0);
    }

    @Test
    void theAverageOfErrorsIsTheirShare() throws Exception {
        HttpAnswer answer = form(
                "Errors",
                "&Period=3600&Statistics.member.1=Average&Statistics.member.2=SampleCount&Statistics.member.3=Minimum"
                        + "&Statistics.member.4=Maximum"
                        + dimensions("FunctionName", "orders", "Resource", "orders:prod"));
        assertThat(answer.text())
                .contains("<Average>0.4</Average><SampleCount>5.0</SampleCount><Minimum>0.0</Minimum>"
                        + "<Maximum>1.0</Maximum><Unit>Count</Unit>");
        assertThat(form("Errors", "&Period=60&Statistics.member.1=Sum&Unit=Seconds")
                        .text())
                .contains("<Datapoints></Datapoints>");
    }

    @Test
    void refusesInTheProtocolOfTheRequest() throws Exception {
        String some = "&Statistics.member.1=Sum";
        assertThat(form("Errors", "&Period=60").text()).contains("<Type>Sender</Type><Code>MissingParameter</Code>");
        assertThat(form("Errors", some).text())
                .contains("<Code>MissingParameter</Code><Message>The parameter Period is required.</Message>");
        assertThat(form("Errors", some + "&Period=90").text()).contains("<Code>InvalidParameterValue</Code>");
        assertThat(form("Errors", some + "&Period=0").text()).contains("<Code>InvalidParameterValue</Code>");
        assertThat(form("Errors", some + "&Period=-60").text()).contains("<Code>InvalidParameterValue</Code>");
        assertThat(form("Errors", some + "&Period=60&ExtendedStatistics.member.1=p99")
                        .text())
                .contains("<Code>InvalidParameterCombination</Code>");
        assertThat(form("Errors", "&Period=60&ExtendedStatistics.member.1=tm99").text())
                .contains("<Code>InvalidParameterValue</Code>");
        assertThat(form("Errors", "&Period=60&Statistics.member.1=p99").text())
                .contains("<Code>InvalidParameterValue</Code>");
        assertThat(post("Action=PutMetricData", "Content-Type: application/x-www-form-urlencoded")
                        .text())
                .contains("<Code>InvalidAction</Code>");

        HttpAnswer refused = json(
                "GetMetricStatistics",
                "{\"Namespace\":\"AWS/Lambda\",\"MetricName\":\"Errors\",\"StartTime\":1796068800,"
                        + "\"EndTime\":1796155260,\"Period\":60,\"Statistics\":[\"Sum\"]}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("x-amzn-query-error")).isEqualTo("InvalidParameterCombination;Sender");
        assertThat(refused.text())
                .contains(
                        "\"__type\":\"InvalidParameterCombinationException\"",
                        "You have requested up to 1,441 datapoints, which exceeds the limit of 1,440.");
        for (String body : new String[] {
            "[]", "{", "{\"Namespace\":{}}", "{\"Dimensions\":7}", "{\"Dimensions\":[7]}", "{\"StartTime\":\"x\"}", ""
        }) {
            assertThat(json("GetMetricStatistics", body).status()).as(body).isEqualTo(400);
            assertThat(json("GetMetricData", body).status()).as(body).isEqualTo(400);
        }
    }

    @Test
    void aTimeIsOneAtMost1440DatapointsFromTheOther() throws Exception {
        String most = "{\"Namespace\":\"AWS/Lambda\",\"MetricName\":\"Errors\",\"StartTime\":1796068800,"
                + "\"EndTime\":1796155200,\"Period\":60,\"Statistics\":[\"Sum\"]}";
        assertThat(json("GetMetricStatistics", most).status()).isEqualTo(200);
        assertThat(json("GetMetricStatistics", most.replace("1796155200", "1796068800"))
                        .text())
                .contains("The parameter StartTime must be less than the parameter EndTime.");
        assertThat(json("GetMetricStatistics", most.replace("1796155200", "1e300"))
                        .status())
                .isEqualTo(400);
        assertThat(json("GetMetricStatistics", most.replace("1796068800", "-1")).status())
                .isEqualTo(400);
    }

    private static String query(String id, String metric, String stat) {
        return "{\"Id\":\"" + id + "\",\"MetricStat\":{\"Metric\":{\"Namespace\":\"AWS/Lambda\",\"MetricName\":\""
                + metric + "\",\"Dimensions\":[{\"Name\":\"FunctionName\",\"Value\":\"orders\"}]},\"Period\":300,"
                + "\"Stat\":\"" + stat + "\"}}";
    }

    @Test
    void tellsManyMetricsAtOnce() throws Exception {
        String times = ",\"StartTime\":1796068800,\"EndTime\":1796072400}";
        HttpAnswer answer = json(
                "GetMetricData",
                "{\"MetricDataQueries\":[" + query("a", "Invocations", "Sum") + "," + query("b", "Duration", "p100")
                        + "]" + times);
        assertThat(answer.text())
                .isEqualTo("{\"MetricDataResults\":[{\"Id\":\"a\",\"Label\":\"Invocations\","
                        + "\"Timestamps\":[1796069100,1796068800],\"Values\":[1.0,5.0],\"StatusCode\":\"Complete\"},"
                        + "{\"Id\":\"b\",\"Label\":\"Duration\",\"Timestamps\":[1796069100,1796068800],"
                        + "\"Values\":[100.0,40.0],\"StatusCode\":\"Complete\"}],\"Messages\":[]}");
        assertThat(json(
                                "GetMetricData",
                                "{\"ScanBy\":\"TimestampAscending\",\"MetricDataQueries\":["
                                        + query("a", "Invocations", "Sum") + "]" + times)
                        .text())
                .contains("\"Values\":[5.0,1.0]");
        assertThat(json("GetMetricData", "{\"MetricDataQueries\":[{\"Id\":\"e\",\"Expression\":\"a+b\"}]" + times)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void listsMetricsWithTheirDimensions() throws Exception {
        HttpAnswer all = json("ListMetrics", "{\"Namespace\":\"AWS/Lambda\"}");
        List<?> metrics = (List<?>) ((Map<?, ?>) Json.read(all.body())).get("Metrics");
        assertThat(metrics)
                .as("five of each of the function, two names and three versions")
                .hasSize(5 * 6);
        HttpAnswer canary = json(
                "ListMetrics",
                "{\"MetricName\":\"Errors\",\"Dimensions\":[{\"Name\":\"ExecutedVersion\",\"Value\":\"2\"}]}");
        assertThat(canary.text())
                .isEqualTo("{\"Metrics\":[{\"Namespace\":\"AWS/Lambda\",\"MetricName\":\"Errors\",\"Dimensions\":["
                        + "{\"Name\":\"FunctionName\",\"Value\":\"orders\"},"
                        + "{\"Name\":\"Resource\",\"Value\":\"orders:prod\"},"
                        + "{\"Name\":\"ExecutedVersion\",\"Value\":\"2\"}]}]}");
        assertThat(json("ListMetrics", "{\"Namespace\":\"AWS/EC2\"}").text()).isEqualTo("{\"Metrics\":[]}");
        assertThat(json("ListMetrics", "{\"MetricName\":\"Coldness\"}").text()).isEqualTo("{\"Metrics\":[]}");
        server.now = server.now.plus(Duration.ofHours(4));
        assertThat(json("ListMetrics", "{\"RecentlyActive\":\"PT3H\"}").text()).isEqualTo("{\"Metrics\":[]}");
    }

    @Test
    void keysSayWhoseMetricsSomebodySees() throws Exception {
        server.close();
        Path file = folder.resolve("keys");
        Files.writeString(file, "root secret admin\nshop secret admin shop_*\nweb secret invoke\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (AccessKeys keys = AccessKeys.openPrivate("--keys", file)) {
            server = new ApiServer(folder.resolve("data"), MemoryBudget.unlimited(), keys);
            assertThat(signed("root", "monitoring").status()).isEqualTo(200);
            assertThat(signed("shop", "monitoring").text()).contains("<Code>AccessDenied</Code>");
            assertThat(signed("web", "monitoring").text()).contains("<Code>AccessDenied</Code>");
            assertThat(signed("root", "lambda").text()).contains("This host serves no such operation");
            assertThat(scrape("root:secret").text()).isEqualTo("effe_host_instances 1\n");
            for (String wrong : new String[] {"root:secre", "root:", "root", ":", "", "none:secret", "shop:secret"}) {
                assertThat(scrape(wrong).status()).as(wrong).isEqualTo(403);
            }
        }
    }

    private HttpAnswer signed(String id, String service) throws IOException {
        // Only headers of AWS's own must be signed, so the signer's headers are enough for a form.
        String form = "Action=ListMetrics&Dimensions.member.1.Name=FunctionName&Dimensions.member.1.Value=orders";
        byte[] sent = form.getBytes(StandardCharsets.UTF_8);
        List<String> headers = new ArrayList<>(
                List.of(new Signer(id, "secret", service).headers("POST", "/", sent, "127.0.0.1:7070", server.now)));
        headers.add("Content-Type: application/x-www-form-urlencoded");
        return server.raw("POST", "/", sent, headers.toArray(String[]::new));
    }

    private HttpAnswer scrape(String password) throws IOException {
        String basic = Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8));
        return server.raw(
                "GET", "/_effe/metrics", new byte[0], "Host: 127.0.0.1:7070", "Authorization: Basic " + basic);
    }

    @Test
    void prometheusReadsItButNoWebPage() throws Exception {
        assertThat(scrape("any:any").status()).isEqualTo(200);
        assertThat(server.get("/_effe/metrics").header("Content-Type"))
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(server.raw("GET", "/_effe/metrics", new byte[0], "Host: 127.0.0.1:7070")
                        .status())
                .isEqualTo(403);
        assertThat(server.raw("GET", "/_effe/metrics", new byte[0], "Host: evil.example", "Authorization: Basic YTpi")
                        .status())
                .isEqualTo(403);
    }
}
