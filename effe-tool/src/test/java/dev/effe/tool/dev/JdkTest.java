package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import org.junit.jupiter.api.Test;

class JdkTest {

    @Test
    void aJdkHasAllThatDevNeeds() {
        assertThatCode(Jdk::checkCompiler).doesNotThrowAnyException();
        assertThatCode(Jdk::checkDebugger).doesNotThrowAnyException();
    }

    @Test
    void saysOfARuntimeThatItIsNoJdk() {
        assertThatThrownBy(() -> Jdk.check("jdk.none", "compiler"))
                .isInstanceOf(ToolException.class)
                .hasMessage("dev needs a JDK: " + System.getProperty("java.home") + " is a runtime without a compiler");
    }
}
