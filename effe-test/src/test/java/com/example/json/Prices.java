package com.example.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.effe.Invocation;
import dev.effe.JsonLogic;
import java.io.IOException;

/** Doubles a price, whose type only a module in its package knows. Needs jackson-databind. */
public class Prices implements JsonLogic<Object, Prices.Price, Prices.Price> {

    /** A price. */
    public record Price(
            Money amount,
            @JsonSerialize(using = ToStringSerializer.class) long articles) {}

    /** An amount that nobody can read without the module. */
    public static final class Money {
        private final long cents;

        private Money(long cents) {
            this.cents = cents;
        }
    }

    @Override
    public Object start() {
        return "";
    }

    @Override
    public Price handle(Object context, Price given, Invocation call) {
        return new Price(new Money(given.amount().cents * 2), given.articles());
    }

    /** Found by way of META-INF/services. */
    public static final class Module extends SimpleModule {
        private static final long serialVersionUID = 1;

        public Module() {
            super("prices");
            addSerializer(new Writer());
            addDeserializer(Money.class, new Reader());
        }
    }

    private static final class Reader extends StdDeserializer<Money> {
        private static final long serialVersionUID = 1;

        Reader() {
            super(Money.class);
        }

        @Override
        public Money deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString("");
            return text.matches("\\d+ cents")
                    ? new Money(Long.parseLong(text.split(" ")[0]))
                    : (Money) context.handleWeirdStringValue(Money.class, text, "no cents");
        }
    }

    private static final class Writer extends StdSerializer<Money> {
        private static final long serialVersionUID = 1;

        Writer() {
            super(Money.class);
        }

        @Override
        public void serialize(Money money, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(money.cents + " cents");
        }
    }
}
