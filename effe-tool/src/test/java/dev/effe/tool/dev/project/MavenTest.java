package dev.effe.tool.dev.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MavenTest {

    @Test
    void saysTheErrorsWithoutMavensAdvice() {
        assertThat(Maven.errors("""
                        [INFO] Scanning for projects...
                        [WARNING] The POM for com.nope:nope:jar:1 is missing
                        [ERROR] Failed to execute goal on project app: Could not resolve dependencies
                        [ERROR] \tCould not find artifact com.nope:nope:jar:1 in central -> [Help 1]
                        [ERROR]\s
                        [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
                        [ERROR] Re-run Maven using the -X switch to enable full debug logging.
                        """))
                .isEqualTo("Failed to execute goal on project app: Could not resolve dependencies\n"
                        + "Could not find artifact com.nope:nope:jar:1 in central");
    }

    @Test
    void saysTheEndOfWhatAWrapperPrintsThatCannotDownload() {
        assertThat(Maven.errors("x\n".repeat(100) + "wget: Failed to fetch https://repo.example/maven.zip\n"))
                .endsWith("wget: Failed to fetch https://repo.example/maven.zip")
                .hasSizeLessThan(100);
    }
}
