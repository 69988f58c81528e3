package dev.effe.test;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The main of a process of {@link EffeTest}: the first argument says what it serves, the others are flags. */
public final class ServingMain {

    private ServingMain() {}

    public static void main(String[] arguments) {
        String[] flags = Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (arguments[0]) {
            case "function" -> Effe.serve(new Minutes(), 0, flags);
            case "handler" -> Effe.serve(Shout.class, 0, flags);
            default -> Effe.serve(Path.of(arguments[0]), flags);
        }
        System.out.println("serve has returned");
    }

    /** Answers with the minutes that a call has, and tells its end. */
    private static final class Minutes implements Logic<Void> {

        private String unit = "";

        @Override
        public void init(Setup setup) {
            unit = setup.config("time.unit").orElse("min");
        }

        @Override
        public Void start() {
            return null;
        }

        @Override
        public void run(Void context, Request request, Response response) {
            response.text(Math.round(request.remaining().toSeconds() / 60.0) + unit);
        }

        @Override
        public void close() {
            System.out.println("the function is closed");
        }
    }

    /** A handler of AWS Lambda's. */
    public static final class Shout implements RequestHandler<String, String> {
        @Override
        public String handleRequest(String text, Context context) {
            return text.toUpperCase(Locale.ROOT);
        }
    }
}
