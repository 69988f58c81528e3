package dev.effe.server.cli;

import static dev.effe.server.settings.ValueTypes.onOff;
import static dev.effe.server.settings.ValueTypes.orEmpty;

import dev.effe.server.dispatch.QueueLimits;
import dev.effe.server.dispatch.Timeouts;
import dev.effe.server.events.EventSettings;
import dev.effe.server.function.FunctionCode;
import dev.effe.server.function.HandlerHttp;
import dev.effe.server.pool.PoolLimits;
import dev.effe.server.route.RouteList;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.Text;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a function: each function of a process may have others. Immutable.
 *
 * @param code where its code is
 * @param name the name that clients of the Invoke API use; empty for that of the function's info
 * @param routes the requests that it serves; empty for all
 * @param envelope whether its answers are in an envelope
 * @param contexts how many contexts it has, and how long they last
 * @param timeouts how long a call may take
 * @param queue how many requests wait for a context, and how long
 * @param events how its events are kept and tried again
 * @param http what HTTP is for it if it is a handler
 */
public record FunctionSettings(
        FunctionCode code,
        Optional<String> name,
        List<RoutePattern> routes,
        boolean envelope,
        PoolLimits contexts,
        Timeouts timeouts,
        QueueLimits queue,
        EventSettings events,
        HandlerHttp http) {

    static FunctionSettings of(Rows rows) {
        return new FunctionSettings(
                FunctionCode.of(rows),
                rows.under(Group.INVOKE)
                        .value(
                                "function-name",
                                orEmpty(Text.FUNCTION_NAME),
                                "",
                                "Name to invoke. The variable AWS_LAMBDA_FUNCTION_NAME counts too."),
                rows.under(Group.FUNCTION)
                        .value(
                                "route",
                                new RouteList(),
                                "",
                                "Method and path served, as GET /a/{id}; repeatable; empty: all."),
                rows.under(Group.FUNCTION)
                        .value("envelope", onOff(), "off", "Answers are {\"data\": …} and {\"error\": …}."),
                PoolLimits.of(rows),
                Timeouts.of(rows),
                QueueLimits.of(rows),
                EventSettings.of(rows),
                HandlerHttp.of(rows));
    }
}
