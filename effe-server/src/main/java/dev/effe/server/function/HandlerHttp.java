package dev.effe.server.function;

import static dev.effe.server.settings.ValueTypes.choice;
import static dev.effe.server.settings.ValueTypes.onOff;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.spi.HttpEvents;

/**
 * The settings of HTTP for AWS Lambda handlers. Immutable.
 *
 * @param event the event that a request becomes
 * @param answerBrowsers whether preflights and {@code /favicon.ico} are answered without the handler
 */
public record HandlerHttp(HttpEvents.Shape event, boolean answerBrowsers) {

    public static HandlerHttp of(Rows rows) {
        Rows handlers = rows.under(Group.EVENTS);
        return new HandlerHttp(
                handlers.value(
                        "http-event",
                        choice("<shape>", HttpEvents.Shape.values()),
                        "v2",
                        "Events that HTTP becomes: of Function URLs, REST APIs, ALBs."),
                handlers.value(
                        "answer-browsers", onOff(), "on", "Preflights and /favicon.ico are kept from handlers."));
    }
}
