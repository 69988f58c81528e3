package dev.effe.tool.dev.project;

import dev.effe.tool.dev.build.BuildException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Where a project is found out from: effe.yaml, the poms of a folder, or a file. Confined to one thread. */
public interface Source {

    /** The files that say it: when one changes it is found out anew. */
    Set<Path> files();

    /**
     * Finds it out now. May take seconds.
     *
     * @throws BuildException if another program that is asked fails
     * @throws dev.effe.server.settings.UsageException if effe.yaml is wrong
     */
    Project read() throws BuildException, IOException, InterruptedException;

    /** The folder that it is about. */
    Path folder();
}
