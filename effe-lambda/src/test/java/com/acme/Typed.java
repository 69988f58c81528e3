package com.acme;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;

/** Handlers that return what they are given, each as another type. */
public final class Typed {

    private Typed() {}

    /** Where the types are told is part of what is tested. */
    public abstract static class Echo<T> implements RequestHandler<T, T> {
        @Override
        public T handleRequest(T input, Context context) {
            return input;
        }
    }

    public static class OfMap extends Echo<Map<String, Object>> {}

    public static class OfObject extends Echo<Object> {}

    public static class OfPerson extends Echo<Person> {}

    public static class OfInteger extends Echo<Integer> {}

    public static class OfString extends Echo<String> {}

    public static class OfList extends Echo<List<Integer>> {}

    public static class OfVoid extends Echo<Void> {}

    public static class OfPoint extends Echo<Point> {}

    public static class OfFinal extends Echo<Final> {}

    public static class OfArray extends Echo<Person[]> {}

    /** Its type variable has a bound, which counts. */
    public static class OfBound<T extends Person> extends Echo<T> {}

    /** Its type variable has none. */
    public static class OfNothing<T> extends Echo<T> {}

    @SuppressWarnings("rawtypes")
    public static class Raw implements RequestHandler {
        @Override
        public Object handleRequest(Object input, Context context) {
            return input;
        }
    }

    /** AWS takes its one parameter for both of RequestHandler. */
    public interface OneParameter<T> extends RequestHandler<T, String> {
        @Override
        default String handleRequest(T input, Context context) {
            return "default " + input;
        }
    }

    public static class OfOneParameter implements OneParameter<Integer> {}

    /** The method is in an interface that tells the types. */
    public interface Fixed extends RequestHandler<Integer, String> {
        @Override
        default String handleRequest(Integer input, Context context) {
            return "default " + input;
        }
    }

    public static class OfDefault implements Fixed {}

    public record Point(int x, int y) {}

    /** Can only be made by its constructor. */
    public static final class Final {
        public final int x;

        public Final(int x) {
            this.x = x;
        }
    }
}
