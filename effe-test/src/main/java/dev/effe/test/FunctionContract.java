package dev.effe.test;

import dev.effe.Logic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * The rules of {@link Logic} as tests of one function, each a test of its own that says what the function does wrong:
 *
 * {@snippet class="dev.effe.test.FunctionContractTest" region="contract"}
 *
 * <ul>
 *   <li>No phase throws, from {@code init} to {@code close}.
 *   <li>Each start makes a context of its own, that is usable.
 *   <li>Calls that overlap do not disturb each other: answers that are the same each time are so beside others.
 *   <li>{@code run} ends when its thread is interrupted, and when its client has gone; nothing is answered after it.
 *   <li>{@code stop} gives back the context, and its threads, files and sockets.
 *   <li>After {@code close} no thread is left, and the class loader can be collected. No ThreadLocal is left after {@code
 *       run}; that test needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}.
 * </ul>
 *
 * <p>Each rule has instances of the function of its own, on threads of its own, and takes at most some seconds unless it
 * is broken. The requests are sent about a thousand times, so none may do harm when it is repeated. Immutable and
 * thread-safe.
 */
public final class FunctionContract {

    /** For a call that should take no time. */
    static final long LONGEST_SECONDS = 30;

    private static final List<ContractRule> RULES = List.of(
            new LifeRule(),
            new ContextRule(),
            new OverlapRule(),
            new InterruptRule(),
            new ClientGoneRule(),
            new LateRule(),
            new ReleaseRule(),
            new BalanceRule(),
            new ThreadLocalRule(),
            new ThreadRule(),
            new LoaderRule());

    private final ContractSubject<?> subject;

    private FunctionContract(ContractSubject<?> subject) {
        this.subject = subject;
    }

    /**
     * The contract of a function that is asked {@code GET /}, without configuration.
     *
     * @param maker makes the function, a new one each time, such as {@code Hello::new}
     * @param <C> its context
     * @return the contract
     */
    public static <C extends @Nullable Object> FunctionContract of(Supplier<? extends Logic<C>> maker) {
        return new FunctionContract(new ContractSubject<>(maker, Map.of(), List.of(), new Answers()));
    }

    /**
     * Adds a request, in the place of {@code GET /}: several that are answered differently find more. An answer by a
     * {@link dev.effe.StatusException} is as good as any.
     *
     * @param request the request
     * @return a new contract
     */
    public FunctionContract request(TestRequest request) {
        List<TestRequest> more = new ArrayList<>(subject.requests());
        more.add(request);
        return new FunctionContract(subject.with(subject.config(), List.copyOf(more)));
    }

    /**
     * Gives the function a value of its configuration.
     *
     * @param key the key, as {@link dev.effe.Setup#config} is asked for it
     * @param value the value
     * @return a new contract
     */
    public FunctionContract config(String key, String value) {
        Map<String, String> more = new HashMap<>(subject.config());
        more.put(key, value);
        return new FunctionContract(subject.with(Map.copyOf(more), subject.requests()));
    }

    /**
     * Answers the calls that the function makes of another one, as {@link FunctionTester#answering} does.
     *
     * @param other the other function's name
     * @param answer gives the answers; called by several threads
     * @return a new contract
     */
    public FunctionContract answering(String other, CallAnswer answer) {
        return new FunctionContract(subject.with(subject.answers().and(other, answer)));
    }

    /**
     * The tests, for a method with {@code @TestFactory}.
     *
     * @return a test for each rule
     */
    public Stream<DynamicTest> tests() {
        ContractSubject<?> whole =
                subject.requests().isEmpty() ? subject.with(subject.config(), List.of(TestRequest.get("/"))) : subject;
        return RULES.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> rule.check(whole, new ContractThreads())));
    }
}
