package com.acme;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.effe.Invocation;
import dev.effe.JsonLogic;
import java.time.LocalDate;

/** Answers with a record that has a secret. */
public class Accounts implements JsonLogic<Object, Accounts.Account, Object> {

    /** The request and the answer. */
    public record Account(
            @JsonProperty("last_name") String lastName,
            @JsonIgnore String passwordHash,
            int logins,
            LocalDate born) {}

    @Override
    public Object start() {
        return "";
    }

    @Override
    public Object handle(Object context, Account given, Invocation call) {
        return given.logins() == 13
                ? new Object()
                : new Account(given.lastName(), "SECRET", given.logins(), given.born());
    }
}
