package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real nginx, with docker/nginx/nginx.conf, in front of real effe processes; a server that is not ready is taken out
 * of its configuration, as an Ingress controller does. Each request has a connection of its own, since nginx resets
 * idle ones when it reads its configuration again.
 */
@Tag("slow")
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "takes minutes: once is enough; DrainIT runs on each Java")
class NginxIT {

    private static final int REQUESTS = 10_000;
    private static final int CONTROL_ROUNDS = 10;

    @TempDir
    Path folder;

    @BeforeAll
    static void needsNginx() {
        Program.named("nginx");
    }

    @Test
    void losesNothingWhileServersAreRestartedOneByOne() throws Exception {
        int restarts = 0;
        try (Replicas replicas = new Replicas(folder, "--drain-delay", "3s").start("a", "b", "c");
                Nginx nginx = new Nginx(folder, replicas.addresses().values());
                RollingLoad load = new RollingLoad(nginx.front(), "/hello/", false)) {
            while (restarts < replicas.names().size() || load.answered() < REQUESTS) {
                String name = replicas.names().get(restarts++ % replicas.names().size());
                replicas.term(name);
                load.awaitMore(100); // Nobody notices at once.
                nginx.use(without(name, replicas));
                assertThat(replicas.replace(name)).as("exit code of %s", name).isZero();
                nginx.use(replicas.addresses().values());
            }
            load.assertNothingLost(nginx);
            System.out.printf("nginx: %d answered, 0 lost, %d restarts%n", load.answered(), restarts);
        }
    }

    private static List<String> without(String name, Replicas replicas) {
        List<String> others = new ArrayList<>(replicas.addresses().values());
        others.remove(replicas.addresses().get(name));
        return others;
    }

    /** Else the test above would show nothing. */
    @Test
    void losesSomeWithoutADrain() throws Exception {
        try (Replicas replicas = new Replicas(folder).start("a", "b", "c");
                Nginx nginx = new Nginx(folder, replicas.addresses().values());
                RollingLoad load = new RollingLoad(nginx.front(), "/hello/", false)) {
            for (int round = 0; round < CONTROL_ROUNDS && load.lost() == 0; round++) {
                String name = replicas.names().get(round % replicas.names().size());
                load.awaitMore(100);
                replicas.kill(name);
                nginx.use(without(name, replicas));
                replicas.replace(name);
                nginx.use(replicas.addresses().values());
            }
            assertThat(load.lost()).isPositive();
            System.out.printf("nginx without a drain: %d answered, %d lost%n", load.answered(), load.lost());
        }
    }
}
