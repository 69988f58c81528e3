package dev.effe.tool.deploy.plan;

import java.util.List;
import java.util.Map;

/** The changes that a deployment of one function to one place would make. Immutable. */
public interface DeploymentPlan {

    /** The name of the function in effe.yaml. */
    String function();

    /** The name that it is deployed by. */
    String name();

    /** A line for each key of the file that the place cannot do. */
    List<String> leftOut();

    /** True if a deployment would change something. */
    boolean changes();

    /** Prints the changes, and nothing if there are none. */
    void print(PlanText text);

    /** The plan as JSON. */
    Map<String, Object> json();

    /**
     * Makes the changes, and tells what has come of each step.
     *
     * @param retain how many versions stay
     * @return false if a step failed, which is told too
     */
    boolean carryOut(int retain, Outcomes outcomes);
}
