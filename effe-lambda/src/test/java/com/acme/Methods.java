package com.acme;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Handlers that are methods. */
public class Methods {

    private int calls;

    public String pojo(Person person, Context context) {
        return person.getName() + " " + ++calls + " " + context.getFunctionName();
    }

    public static List<Integer> statics(List<Integer> numbers) {
        return numbers.stream().map(n -> n + 1).toList();
    }

    public String in(InputStream in) throws IOException {
        return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    public void out(OutputStream out) throws IOException {
        out.write('1');
    }

    public void streams(InputStream in, OutputStream out, Context context) throws IOException {
        in.transferTo(out);
        out.write(context.getFunctionName().length() > 0 ? '+' : '-');
    }

    public String context(Context context) {
        return context.getFunctionVersion();
    }

    public int none() {
        return 7;
    }

    public void nothing(String input) {}

    public long wide(long number) {
        return number + 1;
    }

    public String overloaded(String input) {
        return "one";
    }

    public String overloaded(String input, Context context) {
        return "two";
    }

    public String overloaded(String input, String other, Context context) {
        return "never";
    }

    public void thrower(String input) throws Exception {
        throw new Exception("by " + input);
    }

    public String bad(String one, String two) {
        return "never";
    }

    String hidden(String input) {
        return "never";
    }

    public String contextFirst(Context context, String input) {
        return "never";
    }
}
