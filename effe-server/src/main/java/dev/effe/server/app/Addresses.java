package dev.effe.server.app;

import dev.effe.server.app.yaml.Place;
import dev.effe.server.settings.UsageException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the functions are that a process calls and does not serve. */
public final class Addresses {

    private Addresses() {}

    /**
     * The addresses, by name: that of the environment, {@code EFFE_URL_STOCK}, else that of the file.
     *
     * @param hosted the functions that the process serves
     * @param environment the variable of a name in the environment of the process, or null
     * @throws UsageException if one has no address, or one that is none; the message has a line for each
     */
    public static Map<String, URI> of(
            Application application, List<FunctionEntry> hosted, Function<String, @Nullable String> environment) {
        Map<String, URI> addresses = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        for (FunctionEntry caller : hosted) {
            for (Mention call : caller.links().calls()) {
                FunctionEntry callee = application.functions().get(call.text());
                if (callee != null && !hosted.contains(callee) && !addresses.containsKey(callee.name())) {
                    address(callee, call.place(), environment, faults)
                            .ifPresent(address -> addresses.put(callee.name(), address));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new UsageException(String.join("\n", faults));
        }
        return addresses;
    }

    /** The variable that says where a function of another process is, such as {@code EFFE_URL_STOCK}. */
    public static String variable(String function) {
        return "EFFE_URL_" + function.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Optional<URI> address(
            FunctionEntry callee, Place call, Function<String, @Nullable String> environment, List<String> faults) {
        String variable = variable(callee.name());
        String given = environment.apply(variable);
        if (given == null) {
            if (callee.program().address().isEmpty()) {
                faults.add(
                        call + ": " + callee.name() + " is called and is not served by this process: say where it is,"
                                + " by " + variable + " or functions." + callee.name() + ".address");
            }
            return callee.program().address();
        }
        URI address = Names.ADDRESS.parse().apply(given);
        if (address == null) {
            faults.add(variable + " must be " + Names.ADDRESS.allowed() + ", but was '" + given + "'");
        }
        return Optional.ofNullable(address);
    }
}
