package dev.effe.host.invoke;

import dev.effe.host.engine.InstanceSpec;
import dev.effe.host.model.Account;
import dev.effe.host.model.Alias;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.Qualifier;
import dev.effe.host.store.Functions;
import dev.effe.server.invoke.FunctionName;
import dev.effe.server.invoke.InvokeException;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the version that a call belongs to, from then to its end: an alias leads to one of its versions by a draw. Reads
 * one reference, takes no lock. Thread-safe.
 */
public final class Resolver {

    private final Functions functions;
    private final Specs specs;
    private final Switches switches;
    private final Account account;
    private final DoubleSupplier draw;

    /** @param draw from 0 to below 1, another for each call */
    public Resolver(Functions functions, Specs specs, Switches switches, Account account, DoubleSupplier draw) {
        this.functions = functions;
        this.specs = specs;
        this.switches = switches;
        this.account = account;
        this.draw = draw;
    }

    /**
     * A call's target.
     *
     * @param arn as the function is told it, with the qualifier that the client named
     * @param qualifier that the client named; "" for none
     */
    record Target(InstanceSpec spec, String arn, String qualifier) {}

    /**
     * Finds it.
     *
     * @param named the function as the client names it
     * @param beside the qualifier in the query; null for none
     * @throws InvokeException if there is no such function, version or alias
     */
    Target resolve(FunctionName named, @Nullable String beside) throws InvokeException {
        String own = named.qualifier();
        if (own != null && beside != null && !own.equals(beside)) {
            throw InvokeException.invalidParameter(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        String asked = own == null ? beside : own;
        String qualifier = asked == null ? Qualifier.LATEST : asked;
        FunctionState now = functions.get(named.name());
        FunctionState state = now == null ? null : switches.stateFor(now, qualifier);
        FunctionVersion version = state == null ? null : version(state, qualifier);
        if (state == null || version == null) {
            throw InvokeException.notFound(account.arn(named.name(), qualifier).toString());
        }
        return new Target(
                specs.of(state, version), account.arn(named.name(), asked).toString(), asked == null ? "" : asked);
    }

    private @Nullable FunctionVersion version(FunctionState state, String qualifier) {
        if (Qualifier.isLatest(qualifier) || Qualifier.isNumber(qualifier)) {
            return state.version(qualifier);
        }
        Alias alias = state.aliases().get(qualifier);
        return alias == null
                ? null
                : state.version(alias.other() == null ? alias.version() : alias.versionFor(draw.getAsDouble()));
    }
}
