package dev.effe.tool.deploy.plan;

import java.io.IOException;

/** A function that is packed and checked, and not yet compared with what is there. */
public interface Candidate {

    /** The length of its code. */
    long bytes();

    /** The number of files in its code. */
    int files();

    /**
     * Compares it with what is there, and changes nothing.
     *
     * @throws dev.effe.tool.pack.PackException if it cannot be deployed to what is there
     */
    DeploymentPlan plan() throws IOException;
}
