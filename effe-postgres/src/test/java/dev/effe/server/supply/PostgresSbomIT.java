package dev.effe.server.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The lists of effe-postgres.jar. */
class PostgresSbomIT extends JarSbom {

    PostgresSbomIT() {
        super("effe-postgres");
    }

    @Override
    int count() {
        return 2;
    }

    @Override
    String versions(String notice) {
        return notice.substring(notice.indexOf("com.zaxxer"), notice.indexOf("Copyright (c)"));
    }

    /** The driver has them under names of its own, and says their versions by the folders of their licences. */
    @Test
    void whatIsWithinTheDriverIsListedAndHasItsLicenceInTheJar() {
        Set<String> within = names().filter(name -> name.startsWith("META-INF/licenses/") && name.endsWith("/LICENSE"))
                .map(name -> name.split("/")[2] + ":" + name.split("/")[3])
                .collect(Collectors.toSet());
        Set<String> listed = components().stream()
                .filter(component -> component.sha256().isEmpty())
                .map(component -> component.group() + ":" + component.name() + "-" + component.version())
                .collect(Collectors.toSet());

        assertThat(listed).as(fix).hasSize(4).isEqualTo(within);
    }

    @Test
    void theLicenceOfTheDriverIsInIt() throws IOException {
        assertThat(text("THIRD-PARTY-postgres"))
                .contains(
                        "Copyright (c) 1997, PostgreSQL Global Development Group",
                        "Redistributions in binary form must");
    }
}
