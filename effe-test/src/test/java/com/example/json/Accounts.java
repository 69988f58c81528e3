package com.example.json;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.effe.Invocation;
import dev.effe.JsonLogic;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Shows what it was given, and has a secret. Needs jackson-annotations. */
public class Accounts implements JsonLogic<Object, Accounts.Account, Accounts.Account> {

    /** An account. */
    public record Account(
            @JsonProperty("last_name") String lastName,
            @JsonIgnore String passwordHash,
            int logins,
            Level level,
            LocalDate born,
            Optional<String> nick,
            List<Contact> contacts,
            Instant seen) {}

    /** An enum with a name of its own in JSON. */
    public enum Level {
        GUEST,
        @JsonProperty("owner")
        OWNER
    }

    /** The form in which an account is reached. */
    public sealed interface Contact permits Mail, Phone {}

    /** By mail. */
    public record Mail(String address) implements Contact {}

    /** By telephone. */
    public record Phone(String number) implements Contact {}

    @Override
    public Object start() {
        return "";
    }

    @Override
    public Account handle(Object context, Account given, Invocation call) {
        return new Account(
                given.lastName(),
                "SECRET",
                given.logins() + 1,
                given.level(),
                given.born(),
                given.nick(),
                given.contacts(),
                Instant.EPOCH);
    }
}
