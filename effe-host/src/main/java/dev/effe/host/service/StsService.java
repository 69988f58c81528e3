package dev.effe.host.service;

import dev.effe.Request;
import dev.effe.host.access.Caller;
import dev.effe.host.model.Account;
import dev.effe.server.access.SignatureCheck;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.route.Call;

/**
 * AWS's security token service as far as tools ask it: GetCallerIdentity, by which they learn the account. Requests are
 * forms, answers and errors XML. Immutable and thread-safe.
 */
public final class StsService implements AwsService {

    private static final QueryProtocol PROTOCOL = new QueryProtocol("https://sts.amazonaws.com/doc/2011-06-15/");
    private static final String IDENTITY = "GetCallerIdentity";

    private final Account account;

    public StsService(Account account) {
        this.account = account;
    }

    @Override
    public String name() {
        return "sts";
    }

    @Override
    public boolean takes(Request request) {
        return SignatureCheck.isSigned(request, name());
    }

    @Override
    public void answer(Call call, Caller caller, String requestId) throws InvokeException {
        String action = QueryProtocol.action(call.request());
        if (!action.equals(IDENTITY)) {
            throw QueryProtocol.unknown(action);
        }
        String id = QueryProtocol.escaped(caller.id());
        String result = "<Arn>arn:aws:iam::" + account.id() + ":user/" + id + "</Arn><UserId>" + id
                + "</UserId><Account>" + account.id() + "</Account>";
        PROTOCOL.send(call, IDENTITY, result, requestId);
    }

    @Override
    public void refuse(Call call, InvokeException why, String requestId) {
        PROTOCOL.refuse(call, why, requestId);
    }
}
