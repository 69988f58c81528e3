package dev.effe.server.app;

import dev.effe.server.app.Application.SettingText;
import dev.effe.server.app.yaml.Faults;
import dev.effe.server.app.yaml.Place;
import dev.effe.server.cli.Settings;
import dev.effe.server.cli.SettingsTable;
import dev.effe.server.settings.Given;
import dev.effe.server.settings.GivenValues;
import dev.effe.server.settings.Setting;
import dev.effe.server.settings.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Checks what a process needs of the functions that it hosts, and what a deployment needs of all. */
final class HostingChecks {

    private static final String MAX_CONTEXTS = "max-contexts";
    private static final int LONGEST_DEPLOYED_NAME = 64;

    private final Application application;
    private final Faults faults;

    private HostingChecks(Application application, Faults faults) {
        this.application = application;
        this.faults = faults;
    }

    static void check(Application application, List<FunctionEntry> hosted, Faults faults) {
        HostingChecks checks = new HostingChecks(application, faults);
        hosted.forEach(checks::code);
        checks.settings();
        application.functions().values().forEach(checks::callees);
        if (!application.targets().isEmpty()) {
            application.functions().values().forEach(checks::deployedName);
        }
    }

    private void code(FunctionEntry function) {
        for (Mention code : function.program().code()) {
            if (Files.notExists(Path.of(code.text()))) {
                code.fault(faults, "names " + code.text() + ", which does not exist: build it, or mend the path");
            }
        }
    }

    /** Checks what goes together, once each value is known to be right by itself. */
    private void settings() {
        String conflict = conflict(FileValues.ofProcess(application));
        if (conflict != null) {
            faults.add(firstPlace(application.settings()), "settings: " + conflict);
            return;
        }
        for (FunctionEntry function : application.functions().values()) {
            String own = conflict(FileValues.ofFunction(application, function));
            if (own != null) {
                faults.add(function.place(), "functions." + function.name() + ".settings: " + own);
            }
        }
    }

    private static Place firstPlace(Map<String, SettingText> settings) {
        return settings.values().stream()
                .map(SettingText::place)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static @Nullable String conflict(Map<String, Given> values) {
        try {
            Settings.of(new GivenValues(values));
            return null;
        } catch (UsageException e) {
            return e.getMessage();
        }
    }

    private void callees(FunctionEntry caller) {
        OptionalInt callers = maxContexts(caller);
        for (Mention call : caller.links().calls()) {
            FunctionEntry callee = application.functions().get(call.text());
            OptionalInt callees = callee == null ? OptionalInt.empty() : maxContexts(callee);
            if (callers.isPresent() && callees.isPresent() && callees.getAsInt() < callers.getAsInt()) {
                faults.warn(
                        call.place(),
                        call.path() + ": " + call.text() + " has max-contexts " + callees.getAsInt()
                                + ", fewer than the " + callers.getAsInt() + " of " + caller.name()
                                + ", whose calls then wait for each other");
            }
        }
    }

    /** Its number of contexts, but for handlers without a setting, whose number is the heap's. */
    private OptionalInt maxContexts(FunctionEntry function) {
        SettingText own = function.values().settings().get(MAX_CONTEXTS);
        SettingText given = own == null ? application.settings().get(MAX_CONTEXTS) : own;
        if (given != null) {
            return OptionalInt.of(Integer.parseInt(given.text()));
        }
        Setting<?> row = SettingsTable.find(MAX_CONTEXTS);
        return function.program().handler().isPresent() || row == null
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(row.defaultText()));
    }

    private void deployedName(FunctionEntry function) {
        String name = application.name() + "_" + function.name();
        if (function.deployment().as().isEmpty() && name.length() > LONGEST_DEPLOYED_NAME) {
            faults.add(
                    function.place(),
                    "functions." + function.name() + " is deployed as " + name + ", which has " + name.length()
                            + " characters: at most " + LONGEST_DEPLOYED_NAME
                            + " are allowed, so name it shorter by as");
        }
    }
}
