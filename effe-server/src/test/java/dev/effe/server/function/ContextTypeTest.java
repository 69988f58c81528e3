package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContextTypeTest {

    private interface Base<A, B> extends Logic<B> {
        @Override
        default void run(B context, Request request, Response response) {}

        @Override
        default B start() {
            return null;
        }
    }

    private abstract static class Swapped<X, Y> implements Base<Y, X> {}

    private static final class ThroughParents extends Swapped<Void, String> {}

    private static final class NotVoid extends Swapped<String, Void> {}

    private static final class Generic<T> extends Swapped<T, Void> {}

    private static final class Lists extends Swapped<List<Void>, Void> {}

    private static final class AnObject implements Base<Void, Object> {}

    @SuppressWarnings("rawtypes")
    private static final class Raw implements Base {}

    private abstract static class Json implements JsonLogic<Void, String, String> {
        @Override
        public String handle(Void context, String input, Invocation call) {
            return input;
        }
    }

    @Test
    void isVoidWhereLogicsTypeArgumentIs() {
        assertThat(ContextType.isVoid(Logic.of((request, response) -> {}).getClass()))
                .isTrue();
        assertThat(ContextType.isVoid(ThroughParents.class)).isTrue();
        assertThat(ContextType.isVoid(Json.class)).isTrue();
    }

    @Test
    void isNotVoidElse() {
        assertThat(ContextType.isVoid(NotVoid.class)).isFalse();
        assertThat(ContextType.isVoid(Lists.class)).isFalse();
        assertThat(ContextType.isVoid(AnObject.class)).isFalse();
    }

    @Test
    void isNotVoidWhereItCannotBeTold() {
        assertThat(ContextType.isVoid(Generic.class)).isFalse();
        assertThat(ContextType.isVoid(Raw.class)).isFalse();
    }
}
