package dev.effe.host.service;

import dev.effe.Request;
import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.route.Call;
import java.nio.charset.StandardCharsets;

/**
 * AWS's protocol of forms that are answered with XML, where the field Action names the operation. Immutable and
 * thread-safe.
 *
 * @param space the namespace of the XML
 */
public record QueryProtocol(String space) {

    /** The operation of a request; "" if it is no form that names one. */
    public static String action(Request request) {
        try {
            return request.form().field("Action").orElse("");
        } catch (StatusException e) {
            return "";
        }
    }

    /** There is no such operation. */
    public static InvokeException unknown(String action) {
        return InvokeException.user("InvalidAction", 400, "Could not find operation " + action);
    }

    /**
     * Answers with the result of an operation.
     *
     * @param result what is inside, as XML
     */
    public void send(Call call, String action, String result, String requestId) {
        send(
                call,
                200,
                "<" + action + "Response xmlns=\"" + space + "\"><" + action + "Result>" + result + "</" + action
                        + "Result><ResponseMetadata><RequestId>" + escaped(requestId)
                        + "</RequestId></ResponseMetadata></" + action + "Response>");
    }

    /** Answers with an error. */
    public void refuse(Call call, InvokeException why, String requestId) {
        send(
                call,
                why.status(),
                "<ErrorResponse xmlns=\"" + space + "\"><Error><Type>" + (why.status() < 500 ? "Sender" : "Receiver")
                        + "</Type><Code>" + escaped(code(why.type())) + "</Code><Message>"
                        + escaped(String.valueOf(why.getMessage())) + "</Message></Error><RequestId>"
                        + escaped(requestId) + "</RequestId></ErrorResponse>");
    }

    /** These services' own names of errors that Lambda names otherwise. */
    public static String code(String type) {
        return switch (type) {
            case "UnrecognizedClientException" -> "InvalidClientTokenId";
            case "InvalidSignatureException" -> "SignatureDoesNotMatch";
            case "MissingRequiredParameterException" -> "MissingParameter";
            default -> type.replace("Exception", "");
        };
    }

    private static void send(Call call, int status, String xml) {
        call.response().status(status).header("Content-Type", "text/xml");
        call.response().send(xml.getBytes(StandardCharsets.UTF_8));
        call.completed(Outcome.SUCCEEDED);
    }

    /** A text as it is put into XML. */
    public static String escaped(String text) {
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
