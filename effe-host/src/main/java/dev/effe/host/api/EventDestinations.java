package dev.effe.host.api;

import dev.effe.host.access.Caller;
import dev.effe.host.model.EventConfig;
import dev.effe.host.model.FunctionState;
import dev.effe.server.invoke.FunctionName;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.settings.ValueTypes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the places that records of events go to: a function of this host, a URL or a folder. Stateless. */
final class EventDestinations {

    static final String CONFIG = "DestinationConfig";
    static final String DESTINATION = "Destination";

    private static final int LONGEST = 350;
    private static final String FUNCTION = "arn:aws:lambda:";

    private final World world;

    EventDestinations(World world) {
        this.world = world;
    }

    /**
     * Reads one.
     *
     * @param of the function whose events are told of
     * @param request names an object for each kind
     * @param kind OnSuccess or OnFailure
     * @return "" for none
     * @throws InvokeException if it is none that this host can tell, or one that the caller may not invoke
     */
    String read(FunctionState of, ApiRequest request, String kind) throws InvokeException {
        String text = request.body().object(CONFIG).object(kind).text(DESTINATION);
        if (text == null || text.isEmpty()) {
            return "";
        }
        Constraints constraints = new Constraints();
        constraints.length(
                text,
                "destinationConfig." + (kind.equals("OnSuccess") ? "onSuccess" : "onFailure") + ".destination",
                0,
                LONGEST);
        constraints.check();
        if (text.startsWith(FUNCTION)) {
            checkFunction(of, text, request.caller());
        } else if (text.equals("off") || ValueTypes.destinationOrOff().parse(text) == null) {
            throw InvokeException.invalidParameter("The destination " + text
                    + " is not supported by this host: name the ARN of a function of this host, an http or https URL,"
                    + " or file:/folder");
        }
        return text;
    }

    private void checkFunction(FunctionState of, String arn, Caller caller) throws InvokeException {
        FunctionName named;
        try {
            named = FunctionName.parse(arn);
        } catch (InvokeException e) {
            throw invalid(arn);
        }
        caller.checkInvoke(named.name()); // Its records call the function, which is not everybody's.
        FunctionState other = find(named.name());
        String qualifier = named.qualifier();
        boolean isOurs = world.account().arn(named.name(), qualifier).toString().equals(arn);
        boolean isThere = other != null
                && (qualifier == null || other.aliases().containsKey(qualifier) || other.version(qualifier) != null);
        if (!isOurs || !isThere) {
            throw invalid(arn);
        }
        if (named.name().equals(of.name())) {
            throw InvokeException.invalidParameter("You can't specify the function as a destination for itself.");
        }
        if (leadsTo(of.name(), named.name())) {
            throw InvokeException.invalidParameter("The destination " + arn
                    + " is not supported: by its own destinations it leads back to the function" + " " + of.name()
                    + ", so records would go round for good.");
        }
    }

    private static InvokeException invalid(String arn) {
        return InvokeException.invalidParameter("The destination ARN " + arn + " is invalid.");
    }

    private @Nullable FunctionState find(String name) {
        for (FunctionState state : world.all().get()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        return null;
    }

    /** True if records of a function's events come to another, perhaps by way of third ones. */
    private boolean leadsTo(String wanted, String from) {
        Set<String> seen = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(Set.of(from));
        while (!next.isEmpty()) {
            FunctionState state = find(next.remove());
            if (state == null || !seen.add(state.name())) {
                continue;
            }
            for (EventConfig config : state.eventConfigs().values()) {
                add(next, config.onSuccess());
                add(next, config.onFailure());
            }
            if (next.contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static void add(Deque<String> names, String destination) {
        if (destination.startsWith(FUNCTION)) {
            names.add(destination.split(":", -1)[6]); // It was parsed when it was set.
        }
    }
}
