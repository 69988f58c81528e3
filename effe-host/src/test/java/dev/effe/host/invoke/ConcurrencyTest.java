package dev.effe.host.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The calls that may run at once, of the account and of functions. */
class ConcurrencyTest {

    private final Concurrency concurrency = new Concurrency(10);
    private final List<Concurrency.Permit> permits = new ArrayList<>();

    /** Takes as many as there are, up to a number that is far beyond. */
    private int takeAll(String function) {
        int taken = 0;
        Concurrency.Permit permit = concurrency.tryAcquire(function);
        while (permit != null && taken < 1000) {
            permits.add(permit);
            taken++;
            permit = concurrency.tryAcquire(function);
        }
        return taken;
    }

    @Test
    void allFunctionsShareTheAccount() {
        assertThat(takeAll("a")).isEqualTo(10);
        assertThat(concurrency.tryAcquire("b")).isNull();
        assertThat(concurrency.reason("b")).isEqualTo(Concurrency.ACCOUNT_REACHED);

        permits.get(0).close();
        assertThat(takeAll("b")).isEqualTo(1);
    }

    @Test
    void reservedCallsAreNobodyElses() {
        concurrency.reserve("a", OptionalInt.of(4));
        assertThat(takeAll("b")).isEqualTo(6);
        assertThat(takeAll("a")).isEqualTo(4);
        assertThat(concurrency.reason("a")).isEqualTo(Concurrency.RESERVED_REACHED);
        assertThat(concurrency.reason("b")).isEqualTo(Concurrency.ACCOUNT_REACHED);
    }

    @Test
    void zeroBlocksAtOnce() {
        assertThat(concurrency.isBlocked("a")).isFalse();
        concurrency.reserve("a", OptionalInt.of(0));
        assertThat(concurrency.isBlocked("a")).isTrue();
        assertThat(concurrency.tryAcquire("a")).isNull();
        assertThat(takeAll("b")).isEqualTo(10);
        concurrency.reserve("a", OptionalInt.of(1));
        assertThat(concurrency.isBlocked("a")).isFalse();
    }

    @Test
    void permitCountsOnce() {
        assertThat(takeAll("a")).isEqualTo(10);
        permits.get(0).close();
        permits.get(0).close();
        assertThat(takeAll("a")).isEqualTo(1);
    }

    @Test
    void changesWhileCallsRun() {
        concurrency.reserve("a", OptionalInt.of(3));
        assertThat(takeAll("a")).isEqualTo(3);
        concurrency.reserve("a", OptionalInt.of(5));
        assertThat(takeAll("a")).isEqualTo(2);
        concurrency.reserve("a", OptionalInt.of(1));
        permits.get(0).close();
        assertThat(concurrency.tryAcquire("a")).isNull(); // Four of its earlier calls run still.
        assertThat(takeAll("b")).isEqualTo(9);
    }

    @Test
    void deletedFunctionGivesItsCallsBack() {
        concurrency.reserve("a", OptionalInt.of(10));
        assertThat(concurrency.tryAcquire("b")).isNull();
        assertThat(takeAll("a")).isEqualTo(10);
        concurrency.forget("a");
        permits.forEach(Concurrency.Permit::close); // They go nowhere.
        assertThat(takeAll("b")).isEqualTo(10);
    }
}
