package dev.effe.host.metrics;

import dev.effe.Request;
import dev.effe.StatusException;
import dev.effe.host.access.Caller;
import dev.effe.host.service.AwsService;
import dev.effe.host.service.JsonProtocol;
import dev.effe.host.service.QueryProtocol;
import dev.effe.server.access.SignatureCheck;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.route.Call;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CloudWatch as far as it reads metrics of Lambda, in both of its protocols: forms and XML, as the AWS CLI 2.9 and the SDK
 * for Go send, and JSON, as newer clients do. Thread-safe.
 */
public final class MetricsService implements AwsService {

    private static final Logger log = LoggerFactory.getLogger(MetricsService.class);
    private static final JsonProtocol JSON = new JsonProtocol("1.0", "GraniteServiceVersion20100801.");
    private static final QueryProtocol FORMS = new QueryProtocol("http://monitoring.amazonaws.com/doc/2010-08-01/");

    private final MetricOperations operations;
    private final MetricList list;

    public MetricsService(Meters meters) {
        operations = new MetricOperations(meters);
        list = new MetricList(meters);
    }

    @Override
    public String name() {
        return "monitoring";
    }

    @Override
    public boolean takes(Request request) {
        return JSON.isOf(request) || SignatureCheck.isSigned(request, name());
    }

    @Override
    public void answer(Call call, Caller caller, String requestId) throws InvokeException {
        Request request = call.request();
        if (JSON.isOf(request)) {
            String operation = JSON.operation(request);
            JSON.send(call, AnswerTree.json(answer(operation, new Parameters(JSON.body(request)), caller)));
        } else {
            String action = QueryProtocol.action(request);
            Map<String, Object> answer = answer(action, new Parameters(form(request)), caller);
            FORMS.send(call, action, AnswerTree.xml(answer), requestId);
        }
    }

    private static Map<String, Object> form(Request request) {
        try {
            return FormTree.of(request.form().fields());
        } catch (StatusException e) {
            return Map.of();
        }
    }

    private Map<String, Object> answer(String operation, Parameters parameters, Caller caller) throws InvokeException {
        try {
            return switch (operation) {
                case "GetMetricStatistics" -> operations.statistics(parameters, caller);
                case "GetMetricData" -> operations.data(parameters, caller);
                case "ListMetrics" -> list.answer(parameters, caller);
                default -> throw QueryProtocol.unknown(operation);
            };
        } catch (IOException e) {
            log.error("Metrics cannot be read", e);
            throw InvokeException.service("The metrics cannot be read; the host's log says why.");
        }
    }

    @Override
    public void refuse(Call call, InvokeException why, String requestId) {
        if (JSON.isOf(call.request())) {
            String side = why.status() < 500 ? "Sender" : "Receiver";
            call.response().header("x-amzn-query-error", QueryProtocol.code(why.type()) + ";" + side);
            JSON.refuse(call, why);
        } else {
            FORMS.refuse(call, why, requestId);
        }
    }
}
