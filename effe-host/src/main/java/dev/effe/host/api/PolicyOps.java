package dev.effe.host.api;

import dev.effe.host.model.FunctionState;
import dev.effe.host.model.Limits;
import dev.effe.host.model.Qualifier;
import dev.effe.host.model.Statement;
import dev.effe.host.store.Functions.Changed;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations on a function's resource policy: it is kept and told, and decides nothing. Stateless. */
final class PolicyOps {

    private static final Pattern SID = Pattern.compile("([a-zA-Z0-9-_]+)");
    private static final Pattern ACTION = Pattern.compile("(lambda:[*]|lambda:[a-zA-Z]+|[*])");
    private static final Pattern PRINCIPAL = Pattern.compile("[^\\s]+");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern IAM = Pattern.compile("arn:aws[a-zA-Z-]*:iam:.*");

    private final World world;

    PolicyOps(World world) {
        this.world = world;
    }

    Changed<ApiAnswer> add(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        Fields body = request.body();
        String sid = body.text("StatementId");
        String action = body.text("Action");
        String principal = body.text("Principal");
        Constraints constraints = new Constraints();
        constraints.required(sid, "statementId");
        constraints.required(action, "action");
        constraints.required(principal, "principal");
        constraints.length(sid, "statementId", 1, 100);
        constraints.pattern(sid, "statementId", SID);
        constraints.pattern(action, "action", ACTION);
        constraints.pattern(principal, "principal", PRINCIPAL);
        constraints.pattern(body.text("SourceAccount"), "sourceAccount", ACCOUNT);
        constraints.check();
        if (request.qualifier() != null && Qualifier.isLatest(request.qualifier())) {
            throw InvokeException.invalidParameter("We currently do not support adding policies for $LATEST.");
        }
        FunctionState found = resource(state, request);
        List<Statement> own = own(found, request);
        String revision = body.text("RevisionId");
        if (revision != null && !revision.equals(revision(own))) {
            throw ApiErrors.changedSince("GetPolicy");
        }
        Objects.requireNonNull(sid);
        if (own.stream().anyMatch(statement -> statement.sid().equals(sid))) {
            throw ApiErrors.conflict("The statement id (" + sid + ") provided already exists. Please provide a new"
                    + " statement id, or remove the existing statement.");
        }
        Statement added = statement(request, sid, Objects.requireNonNull(action), Objects.requireNonNull(principal));
        List<Statement> all = new ArrayList<>(found.policy());
        all.add(added);
        own.add(added);
        if (json(policy(own)).length() > Limits.POLICY_BYTES) {
            throw InvokeException.user(
                    "PolicyLengthExceededException",
                    400,
                    "The final policy size (" + json(policy(own)).length() + ") is bigger than the limit ("
                            + Limits.POLICY_BYTES + ").");
        }
        return new Changed<>(found.withPolicy(all), ApiAnswer.created(Map.of("Statement", json(fields(added)))));
    }

    Changed<ApiAnswer> get(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        List<Statement> own = own(resource(state, request), request);
        if (own.isEmpty()) {
            throw ApiErrors.noResource();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Policy", json(policy(own)));
        fields.put("RevisionId", revision(own));
        return new Changed<>(state, ApiAnswer.ok(fields));
    }

    Changed<ApiAnswer> remove(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        if (state == null) {
            throw ApiErrors.notFound("No policy found for: " + request.arn(world));
        }
        FunctionState found = resource(state, request);
        List<Statement> own = own(found, request);
        if (own.isEmpty()) {
            throw ApiErrors.notFound("No policy is associated with the given resource.");
        }
        List<Statement> fewer = new ArrayList<>(found.policy());
        boolean removed = fewer.removeIf(statement ->
                statement.sid().equals(request.item()) && statement.qualifier().equals(qualifier(request)));
        if (!removed) {
            throw ApiErrors.notFound("Statement " + request.item() + " is not found in resource policy.");
        }
        String revision = request.parameter("RevisionId");
        if (revision != null && !revision.equals(revision(own))) {
            throw ApiErrors.changedSince("GetPolicy");
        }
        return new Changed<>(found.withPolicy(fewer), ApiAnswer.noContent());
    }

    /** The function, if what is named of it is there. */
    private FunctionState resource(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        Found.version(state, request, world);
        return Objects.requireNonNull(state);
    }

    private static String qualifier(ApiRequest request) {
        return Objects.requireNonNullElse(request.qualifier(), Qualifier.LATEST);
    }

    private static List<Statement> own(FunctionState state, ApiRequest request) {
        List<Statement> own = new ArrayList<>(state.policy());
        own.removeIf(statement -> !statement.qualifier().equals(qualifier(request)));
        return own;
    }

    private Statement statement(ApiRequest request, String sid, String action, String principal)
            throws InvokeException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Effect", "Allow");
        fields.put("Principal", principal(principal));
        fields.put("Action", action);
        fields.put("Resource", request.arn(world).toString());
        Map<String, Object> condition = condition(request.body());
        if (!condition.isEmpty()) {
            fields.put("Condition", condition);
        }
        return new Statement(qualifier(request), sid, fields);
    }

    private static Object principal(String principal) throws InvokeException {
        if (principal.endsWith(".amazonaws.com")) {
            return Map.of("Service", principal);
        }
        if (ACCOUNT.matcher(principal).matches()) {
            return Map.of("AWS", "arn:aws:iam::" + principal + ":root");
        }
        if (IAM.matcher(principal).matches()) {
            return Map.of("AWS", principal);
        }
        if (principal.equals("*")) {
            return principal;
        }
        throw InvokeException.invalidParameter(
                "The provided principal was invalid. Please check the principal and try again.");
    }

    private static Map<String, Object> condition(Fields body) throws InvokeException {
        Map<String, Object> equal = new LinkedHashMap<>();
        put(equal, "lambda:FunctionUrlAuthType", body.text("FunctionUrlAuthType"));
        put(equal, "aws:PrincipalOrgID", body.text("PrincipalOrgID"));
        put(equal, "AWS:SourceAccount", body.text("SourceAccount"));
        put(equal, "lambda:EventSourceToken", body.text("EventSourceToken"));
        Map<String, Object> like = new LinkedHashMap<>();
        put(like, "AWS:SourceArn", body.text("SourceArn"));
        Map<String, Object> condition = new LinkedHashMap<>();
        if (!equal.isEmpty()) {
            condition.put("StringEquals", equal);
        }
        if (!like.isEmpty()) {
            condition.put("ArnLike", like);
        }
        return condition;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static Map<String, Object> policy(List<Statement> statements) {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put("Id", "default");
        policy.put("Statement", statements.stream().map(PolicyOps::fields).toList());
        return policy;
    }

    private static Map<String, Object> fields(Statement statement) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Sid", statement.sid());
        fields.putAll(statement.fields());
        return fields;
    }

    private static String json(Map<String, Object> fields) {
        return Json.text(fields);
    }

    /** Another for each policy, and the same as long as it is. */
    private static String revision(List<Statement> own) {
        return UUID.nameUUIDFromBytes(Json.write(policy(own))).toString();
    }
}
