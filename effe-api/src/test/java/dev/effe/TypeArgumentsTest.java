package dev.effe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeArgumentsTest {

    private abstract static class Base<A, B> implements JsonLogic<A, List<B>, String> {
        @Override
        public A start() {
            return null;
        }

        @Override
        public String handle(A context, List<B> input, Invocation call) {
            return "";
        }
    }

    private static class OfPlain extends Base<Void, Integer> {}

    private abstract static class Middle<T> extends Base<T, Map<String, Long>> {}

    private static class OfNested extends Middle<String> {}

    private static class Open<T> extends Base<T, T> {}

    @SuppressWarnings("rawtypes")
    private static class Raw implements JsonLogic {
        @Override
        public Object start() {
            return "";
        }

        @Override
        public Object handle(Object context, Object input, Invocation call) {
            return "";
        }
    }

    @Test
    void readsWhatTheClassNames() {
        assertThat(new LogicSnippets.Orders().inputType()).isEqualTo(LogicSnippets.Order.class);
    }

    @Test
    void putsInWhatASubclassGivesForAVariable() {
        assertThat(new OfPlain().inputType().getTypeName()).isEqualTo("java.util.List<java.lang.Integer>");
    }

    @Test
    void putsInWhatASubclassOfASubclassGives() {
        assertThat(new OfNested().inputType().getTypeName())
                .isEqualTo("java.util.List<java.util.Map<java.lang.String, java.lang.Long>>");
    }

    @Test
    void refusesAVariableThatNobodyGives() {
        assertThatThrownBy(() -> new Open<String>().inputType())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Cannot tell the input type of dev.effe.TypeArgumentsTest$Open")
                .hasMessageContaining("override inputType()");
    }

    @Test
    void refusesARawType() {
        assertThatThrownBy(() -> new Raw().inputType()).isInstanceOf(IllegalStateException.class);
    }
}
