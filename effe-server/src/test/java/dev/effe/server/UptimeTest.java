package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class UptimeTest {

    @Test
    void readsWhatLinuxTells() {
        String process = "17 (a name) (b)) S 1 17 17 0 -1 4194560 0 0 0 0 1 2 0 0 20 0 1 0 2816100 0 0";

        assertThat(Uptime.millis("28161.25 50000.00\n", process)).isEqualTo(250);
    }

    @Test
    void isThatOfThisProcess() {
        long ofJava = ManagementFactory.getRuntimeMXBean().getUptime();
        long uptime = Uptime.millis();

        // Java's begins a little later; a busy machine makes it more.
        assertThat(uptime).isBetween(ofJava - 1000, ofJava + 10_000);
    }
}
