package dev.effe.tool.deploy.plan;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.cli.ToolException;
import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.CallFigures;
import dev.effe.tool.remote.LambdaCalls;
import dev.effe.tool.remote.LogSource;
import dev.effe.tool.remote.MetricsClient;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One place that functions are deployed to: a host, AWS, or a namespace of Kubernetes. Commands know no kind of place.
 * Functions have the name here that {@link #nameOf} says. Thread-safe.
 */
public interface Place {

    /** The place as messages name it, such as {@code http://localhost:7070}. */
    String address();

    /** The name that a function is deployed by. */
    String nameOf(Application application, FunctionEntry function);

    /** A function as it is here. */
    Live live(String name) throws IOException;

    /**
     * Packs and checks a function, without asking the place.
     *
     * @param alias that it is to get
     * @throws ToolException if it cannot be deployed
     */
    Candidate prepare(Application application, FunctionEntry function, String alias) throws IOException;

    /**
     * Starts a version, where it is not started by its first call, and waits until it is ready.
     *
     * @throws ToolException if it does not start; the message says why
     */
    void start(String name, String version) throws IOException;

    /**
     * Gives all calls of an alias to a version.
     *
     * @param before the alias as it was read; null to make it
     * @throws ToolException if somebody has moved it since
     */
    void move(String name, @Nullable AliasState before, String alias, String version) throws IOException;

    /** The versions that an alias was led through; empty if nobody knows them. */
    Optional<AliasTrail> trail(String name, AliasState alias) throws IOException;

    /**
     * Gives a version more and more of the calls of an alias, and in the end all.
     *
     * @param function its name in effe.yaml
     * @param before the alias, which has one version
     * @throws ToolException if it went back, or the place cannot do it; then nothing was changed
     */
    void promoteInSteps(String function, String name, AliasState before, String version, Steps steps, Outcomes outcomes)
            throws IOException;

    /** Deletes an alias, which is there. */
    void deleteAlias(String name, String alias) throws IOException;

    /** Deletes a function, with its versions and aliases. */
    void delete(String name) throws IOException;

    /** The URLs by which a function is called. */
    List<String> urls(String name) throws IOException;

    /** The logs of the functions here. */
    LogSource logs();

    /**
     * The figures of a function's calls.
     *
     * @throws ToolException if the place keeps none
     */
    List<CallFigures> figures(String name, MetricsClient.Span span) throws IOException;

    /**
     * Calls of functions here.
     *
     * @throws ToolException if there is no way to them from outside
     */
    LambdaCalls calls() throws ToolException;
}
