package dev.effe.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.effe.lambda.RuntimeApiStub.Answer;
import dev.effe.lambda.RuntimeApiStub.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Effe's answer for a handler and an event is, byte for byte, the one that AWS's own runtime posts for them. */
final class SameAsAwsTest {

    @TempDir
    static Path folder;

    private static TaskRoot root;

    @BeforeAll
    static void unpack() throws Exception {
        assumeTrue(AwsRuntime.isHere(), "AWS's runtime has no native part for this machine");
        root = TaskRoot.in(folder.resolve("task"));
        // Gives this process, and so AWS's runtimes too, the variables that it lacks.
        EffeLambda.of(root, "com.acme.Contexts").close();
    }

    @TestFactory
    Stream<DynamicTest> answersTheSame() {
        return compare(root, Pair.all());
    }

    @TestFactory
    Stream<DynamicTest> answersTheSameWithASerializerOfTheHandlersOwn() throws Exception {
        TaskRoot own = TaskRoot.in(folder.resolve("own")).serializers("com.acme.Shouting");
        List<String> events = List.of("{\"name\":\"a\"}", "\"x\"", "{");

        return compare(own, List.of(new Pair("com.acme.Typed$OfMap", events, Map.of())));
    }

    private static Stream<DynamicTest> compare(TaskRoot task, List<Pair> pairs) {
        FutureTask<List<List<Answer>>> posted = new FutureTask<>(() -> posted(task, pairs));
        new Thread(posted).start();
        return IntStream.range(0, pairs.size())
                .boxed()
                .flatMap(i -> compare(task, pairs.get(i), () -> posted.get().get(i)));
    }

    private static Stream<DynamicTest> compare(TaskRoot task, Pair pair, Callable<List<Answer>> posted) {
        List<Answer> answered = new ArrayList<>();
        return IntStream.range(0, pair.events().size())
                .mapToObj(i ->
                        DynamicTest.dynamicTest(pair + " " + pair.events().get(i), () -> {
                            if (answered.isEmpty()) {
                                answered.addAll(answered(task, pair));
                            }
                            assertThat(text(answered.get(i)))
                                    .isEqualTo(text(posted.call().get(i)));
                        }));
    }

    private static String text(Answer answer) {
        return answer.kind() + ": " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static List<Answer> answered(TaskRoot task, Pair pair) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (EffeLambda effe = EffeLambda.of(task, pair.handler()).init()) {
            for (int i = 0; i < pair.events().size(); i++) {
                answers.add(effe.call(new FakeInvoke(pair.event(i), pair.more())));
            }
        }
        return answers;
    }

    private static List<List<Answer>> posted(TaskRoot task, List<Pair> pairs) throws Exception {
        List<List<Answer>> posted = new ArrayList<>();
        List<String> handlers = pairs.stream().map(Pair::handler).toList();
        try (AwsRuntime aws = AwsRuntime.start(task.folder(), folder, handlers)) {
            for (Pair pair : pairs) {
                List<Answer> answers = new ArrayList<>();
                for (int i = 0; i < pair.events().size(); i++) {
                    answers.add(aws.call(new Event(pair.event(i), headers(pair.more()))));
                }
                posted.add(answers);
                aws.next();
            }
        }
        return posted;
    }

    private static Map<String, String> headers(Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(more);
        headers.put("Lambda-Runtime-Aws-Request-Id", FakeInvoke.ID);
        headers.put("Lambda-Runtime-Invoked-Function-Arn", FakeInvoke.ARN);
        headers.put("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 30_000));
        return headers;
    }

    @Test
    void endsTheStartWhereAwsDoes() throws Exception {
        for (String handler : List.of("com.acme.Broken$ConstructorThrows", "com.acme.Broken$InitializerThrows")) {
            try (AwsRuntime aws = AwsRuntime.start(root.folder(), folder, List.of(handler));
                    EffeLambda effe = EffeLambda.of(root, handler)) {
                assertThat(aws.answer().kind()).isEqualTo("init/error");
                assertThatThrownBy(effe::init).isNotNull();
            }
        }
    }

    /** AWS's runtime, once loaded, lets TLS 1.0 in again. */
    @Test
    void weakensNoTls() throws Exception {
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Typed$OfMap").init()) {
            effe.call(FakeInvoke.of("{}"));
        }

        assertThat(Security.getProperty("jdk.tls.disabledAlgorithms")).contains("TLSv1");
    }
}
