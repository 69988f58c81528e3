package dev.effe.server.function;

import dev.effe.server.settings.ValueType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A runtime's name, or {@code name=command} with blanks between the command's words. */
record RuntimeText() implements ValueType<NamedRuntime> {

    @Override
    public @Nullable NamedRuntime parse(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        String command = equals < 0 ? "" : text.substring(equals + 1).strip();
        if (!name.matches("[a-z][a-z0-9.]{1,63}") || (equals >= 0 && command.isEmpty())) {
            return null;
        }
        List<String> words = command.isEmpty() ? List.of() : List.of(command.split("\\s+", -1));
        return new NamedRuntime(name, words, Optional.empty());
    }

    @Override
    public String allowed() {
        return "a runtime of AWS Lambda, with =COMMAND or without";
    }

    @Override
    public String placeholder() {
        return "<runtime>";
    }
}
