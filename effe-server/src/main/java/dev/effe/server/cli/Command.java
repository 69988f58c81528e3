package dev.effe.server.cli;

import dev.effe.server.settings.GivenValues;
import dev.effe.server.settings.Origin;
import java.util.List;
import java.util.Optional;

/** The action that a start is asked for, and its settings. Immutable. */
public final class Command {

    private static final String LOOPBACK = "127.0.0.1";

    private final Action action;
    private final Settings settings;
    private final GivenValues given;
    private final FunctionConfig functionConfig;
    private final List<String> warnings;
    private final Optional<AppCommand> app;

    Command(
            Action action,
            Settings settings,
            GivenValues given,
            FunctionConfig functionConfig,
            List<String> warnings,
            Optional<AppCommand> app) {
        this.app = app;
        this.action = action;
        this.settings = settings;
        this.given = given;
        this.functionConfig = functionConfig;
        this.warnings = warnings;
    }

    public Action action() {
        return action;
    }

    /** The settings; with {@code --app} those that flags and environment give. */
    public Settings settings() {
        return settings;
    }

    /** The start of several functions; empty without {@code --app}. */
    public Optional<AppCommand> app() {
        return app;
    }

    /** The settings of a server that has its client in its own process: those of {@link #local}. */
    public Settings localSettings() {
        return Settings.of(local(given));
    }

    /**
     * The values of a server that has its client in its own process: nobody else reaches its ports, none of them is
     * fixed, its client needs neither TLS nor a PROXY header nor a key, and its end is not delayed.
     */
    public static GivenValues local(GivenValues given) {
        Settings settings = Settings.of(given);
        GivenValues values = given.with("host", LOOPBACK)
                .with("port", "0")
                .with("socket", "off")
                .with("tls-cert", "off")
                .with("tls-key", "off")
                .with("tls-client-ca", "off")
                .with("proxy-protocol", "off")
                .with("lambda-keys", "off")
                .with("drain-delay", "0");
        if (settings.invoke().port().isPresent()) {
            values = values.with("lambda-host", LOOPBACK).with("lambda-port", "0");
        }
        if (settings.admin().port().isPresent()) {
            values = values.with("admin-host", LOOPBACK).with("admin-port", "0");
        }
        return values;
    }

    /** The settings to serve by: those that are given, or for a training run {@link #localSettings}. */
    public Settings settingsToServe() {
        return settings.process().train().isPresent() ? localSettings() : settings;
    }

    /** The function's own configuration. */
    public FunctionConfig functionConfig() {
        return functionConfig;
    }

    /** The given values that are most likely mistakes, a line each. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Where the value of a setting came from.
     *
     * @param setting its name, such as {@code max-contexts}
     */
    public Origin origin(String setting) {
        return given.origin(setting);
    }

    /** The text that {@code --help} prints. */
    public String help() {
        return Help.text();
    }

    /**
     * The lines that {@code --print-config} prints: one for each setting, then for each key that {@code --set} or the
     * file gives to the function, secrets masked.
     *
     * @throws IllegalStateException if a file of a {@code KEY_FILE} cannot be read
     */
    public String printConfig() {
        return ConfigLines.of("", given, setting -> true) + ConfigLines.of("", functionConfig);
    }
}
