package com.example.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.effe.Invocation;
import dev.effe.JsonCodec;
import dev.effe.JsonLogic;
import dev.effe.Setup;
import java.io.IOException;
import java.lang.reflect.Type;

/** Reads and writes JSON with a mapper that it makes from its configuration. Needs jackson-databind. */
public class SnakeAccounts implements JsonLogic<Object, SnakeAccounts.Login, SnakeAccounts.Login> {

    /** A login. */
    public record Login(String userName, int loginCount) {}

    private ObjectMapper mapper;

    @Override
    public void init(Setup setup) {
        mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
    }

    @Override
    public JsonCodec json() {
        return new JsonCodec() {
            private final ObjectMapper made = mapper;

            @Override
            public Object read(byte[] json, Type type) throws IOException {
                return made.readValue(json, made.constructType(type));
            }

            @Override
            public byte[] write(Object value) throws IOException {
                return made.writeValueAsBytes(value);
            }
        };
    }

    @Override
    public Object start() {
        return "";
    }

    @Override
    public Login handle(Object context, Login given, Invocation call) {
        return new Login(given.userName(), given.loginCount() + 1);
    }
}
