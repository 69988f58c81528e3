package dev.effe.host.api;

import dev.effe.Request;
import dev.effe.StatusException;
import dev.effe.host.access.Caller;
import dev.effe.host.model.Account;
import dev.effe.server.access.AccessException;
import dev.effe.server.access.SignatureCheck;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.route.Call;
import java.nio.charset.StandardCharsets;

/**
 * AWS's security token service as far as tools ask it: GetCallerIdentity, by which they learn the account. Requests are
 * forms, answers and errors XML. Immutable and thread-safe.
 */
final class StsPage {

    static final String SERVICE = "sts";

    private static final String SPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    private final Account account;

    StsPage(Account account) {
        this.account = account;
    }

    /** True for a request of the service: they are to the root, as those of other services, and say whose they are. */
    static boolean isFor(Request request) {
        return request.method().equals("POST")
                && Endpoint.path(request).equals("/")
                && SignatureCheck.isSigned(request, SERVICE);
    }

    void answer(Call call, Caller caller, String requestId) {
        String action = action(call.request());
        if (!action.equals("GetCallerIdentity")) {
            error(call, 400, "InvalidAction", "Could not find operation " + action, requestId);
            return;
        }
        String id = escaped(caller.id());
        send(
                call,
                200,
                "<GetCallerIdentityResponse xmlns=\"" + SPACE + "\"><GetCallerIdentityResult><Arn>arn:aws:iam::"
                        + account.id() + ":user/" + id + "</Arn><UserId>" + id + "</UserId><Account>" + account.id()
                        + "</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>" + escaped(requestId)
                        + "</RequestId></ResponseMetadata></GetCallerIdentityResponse>");
    }

    /** "" if the request is no form that names one. */
    private static String action(Request request) {
        try {
            return request.form().field("Action").orElse("");
        } catch (StatusException e) {
            return "";
        }
    }

    static void refuse(Call call, AccessException why, String requestId) {
        error(call, 403, code(why.type()), String.valueOf(why.getMessage()), requestId);
    }

    /** The service's own names of errors that Lambda names otherwise. */
    private static String code(String type) {
        return switch (type) {
            case "UnrecognizedClientException" -> "InvalidClientTokenId";
            case "InvalidSignatureException" -> "SignatureDoesNotMatch";
            default -> type.replace("Exception", "");
        };
    }

    private static void error(Call call, int status, String code, String message, String requestId) {
        send(
                call,
                status,
                "<ErrorResponse xmlns=\"" + SPACE + "\"><Error><Type>Sender</Type><Code>" + escaped(code)
                        + "</Code><Message>" + escaped(message) + "</Message></Error><RequestId>" + escaped(requestId)
                        + "</RequestId></ErrorResponse>");
    }

    private static void send(Call call, int status, String xml) {
        call.response().status(status).header("Content-Type", "text/xml");
        call.response().send(xml.getBytes(StandardCharsets.UTF_8));
        call.completed(Outcome.SUCCEEDED);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                default -> escaped.append(c < ' ' ? '?' : c); // XML has no controls.
            }
        }
        return escaped.toString();
    }
}
