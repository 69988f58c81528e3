package dev.effe.server.invoke;

import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.events.EventQueue;
import java.time.Duration;

/**
 * A function as AWS Lambda's Invoke API has it. Immutable.
 *
 * @param identity its name and ARN
 * @param description the answer to who asks what it is
 * @param dispatcher takes its calls on
 * @param timeout the longest call
 * @param events keeps its events
 * @param acceptance accepts them
 */
public record InvokedFunction(
        FunctionIdentity identity,
        FunctionDescription description,
        Dispatcher<?> dispatcher,
        Duration timeout,
        EventQueue events,
        EventAcceptance acceptance) {}
