package dev.effe.tool.dev.build;

import dev.effe.Logic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;

/**
 * The classes that a function sees without bringing them: Effe's API and SLF4J. In effe.jar they are among those of the
 * server, which a function that names them would not find when it runs. Stateless.
 */
public final class ApiClasses {

    private static final String API = "dev/effe/";
    private static final String SLF4J = "org/slf4j/";

    private ApiClasses() {}

    /** Copies them to a folder, for a compiler. */
    public static void copyTo(Path folder) throws IOException {
        ClassFiles.copy(Logic.class, List.of(API, API + "spi/"), folder);
        ClassFiles.copy(Logger.class, List.of(SLF4J, SLF4J + "event/", SLF4J + "helpers/", SLF4J + "spi/"), folder);
    }
}
