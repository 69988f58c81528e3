package dev.effe.server;

import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.FunctionSettings;
import dev.effe.server.function.LoadedLogic;

/**
 * A function that a server is to serve.
 *
 * @param name its name among the functions of the server; "" if it is the only one
 * @param settings its settings
 * @param loaded its code; the server closes it, also if it cannot start
 * @param config the configuration that its init is given
 */
record FunctionToServe(String name, FunctionSettings settings, LoadedLogic loaded, FunctionConfig config) {}
