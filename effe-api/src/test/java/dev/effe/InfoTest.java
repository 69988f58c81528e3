package dev.effe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InfoTest {

    @Test
    void takesTheManifestOfTheJar() {
        // JUnit's jar has both entries in its manifest.
        Package junit = Test.class.getPackage();
        assertThat(junit.getImplementationTitle()).isNotBlank();
        assertThat(Info.of(Test.class))
                .isEqualTo(new Info(junit.getImplementationTitle(), junit.getImplementationVersion(), ""));
    }

    @Test
    void takesTheClassNameWithoutAManifest() {
        assertThat(Info.of(InfoTest.class)).isEqualTo(new Info("InfoTest", "", ""));
    }

    @Test
    void namesAnAnonymousClassToo() {
        assertThat(Info.of(new Object() {}.getClass()).name()).isEqualTo("dev.effe.InfoTest$1");
    }

    @Test
    void refusesABlankName() {
        assertThatThrownBy(() -> new Info(" ", "", "")).hasMessage("name must not be blank");
    }
}
