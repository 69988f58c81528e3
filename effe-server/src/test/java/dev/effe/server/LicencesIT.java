package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** effe.jar says whose libraries are in it, and under which licences. */
@Tag("once")
class LicencesIT {

    @Test
    void everyClassIsOfALibraryThatIsNamed() throws IOException {
        try (JarFile jar = new JarFile(EffeProcess.EFFE_JAR.toFile())) {
            String thirdParty = text(jar, "META-INF/THIRD-PARTY");
            List<String> named = Stream.concat(
                            thirdParty
                                    .lines()
                                    .filter(line -> line.matches("[a-z0-9.]+ +(Apache|EPL|MIT).*"))
                                    .map(line -> line.substring(0, line.indexOf(' '))),
                            Stream.of("dev.effe"))
                    .map(name -> name.replace('.', '/') + "/")
                    .toList();

            assertThat(named).hasSizeGreaterThan(5);
            assertThat(jar.stream().map(entry -> entry.getName().replaceFirst("^META-INF/versions/\\d+/", "")))
                    .filteredOn(name -> name.endsWith(".class"))
                    .allMatch(name -> named.stream().anyMatch(name::startsWith));
            assertThat(thirdParty).contains("Copyright (c) 2004-2023 QOS.ch", "THE SOFTWARE IS PROVIDED \"AS IS\"");
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
            assertThat(text(jar, "META-INF/NOTICE")).contains("Jackson", "Micrometer");
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getJarEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
