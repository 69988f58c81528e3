package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.test.events.HttpEvent;
import dev.effe.test.events.SqsEvent;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** A tester without a server loads none of its network. */
final class WithoutNettyTest {

    @Test
    void aTesterNeedsNoNetty() throws Exception {
        WithoutNetty loader = new WithoutNetty();
        Class<?> calls = Class.forName(CallsOfEachKind.class.getName(), true, loader);
        assertThat(calls).isNotEqualTo(CallsOfEachKind.class);
        Constructor<?> made = calls.getDeclaredConstructor();
        made.setAccessible(true);
        Callable<?> call = (Callable<?>) made.newInstance();
        assertThat(call.call()).isEqualTo(List.of(200, 409, 200, 400));
        assertThat(loader.asked).isEmpty();
    }

    private static void keep(DynamicTest rule) {
        try {
            rule.getExecutable().execute();
        } catch (Throwable e) {
            throw new AssertionError(rule.getDisplayName(), e);
        }
    }

    /** Made anew by {@link WithoutNetty}. */
    static final class CallsOfEachKind implements Callable<List<Integer>> {
        @Override
        public List<Integer> call() throws Exception {
            List<Integer> statuses = new ArrayList<>();
            try (FunctionTester<Integer> tester = FunctionTester.of(new RecordingLogic());
                    FunctionTester<StringBuilder> orders = FunctionTester.of(new FunctionTesterTest.Orders())) {
                statuses.add(tester.call(TestRequest.get("/").route("GET /")).status());
                statuses.add(tester.call(TestRequest.get("/held")).status());
                TestRequest order = TestRequest.post("/").jsonBody(new FunctionTesterTest.Order("tea", 2));
                statuses.add(orders.call(order).status());
                statuses.add(orders.call(order.body("{")).status());
            }
            FunctionContract.of(RecordingLogic::new).tests().forEach(WithoutNettyTest::keep);
            HttpEvent.v2(TestRequest.get("/").route("GET /"))
                    .with("/a", SqsEvent.of("b").json());
            return statuses;
        }
    }

    /** Makes effe's classes anew, and has no Netty. */
    private static final class WithoutNetty extends ClassLoader {

        private final List<String> asked = new ArrayList<>();

        WithoutNetty() {
            super(FunctionTester.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.netty.")) {
                asked.add(name);
                throw new ClassNotFoundException(name);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null || !name.startsWith("dev.effe.")) {
                return known != null ? known : super.loadClass(name, resolve);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(
                        name,
                        bytes,
                        0,
                        bytes.length,
                        super.loadClass(name, false).getProtectionDomain());
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
