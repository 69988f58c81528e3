package dev.effe.tool.deploy;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.deploy.plan.DeploymentPlan;
import dev.effe.tool.deploy.plan.Outcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Carries out plans, those of several functions side by side. Thread-safe. */
final class Deployer {

    /** So many uploads at once; each has its code in memory. */
    private static final int AT_ONCE = 4;

    private final int retain;
    private final Outcomes outcomes;

    Deployer(int retain, Outcomes outcomes) {
        this.retain = retain;
        this.outcomes = outcomes;
    }

    /** Carries them out, and returns how many failed. */
    int deploy(List<DeploymentPlan> plans) throws IOException {
        for (DeploymentPlan plan : plans) {
            plan.leftOut().forEach(line -> outcomes.done("left out", plan.function(), "key", line));
        }
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(AT_ONCE, plans.size()));
        try {
            List<Future<Boolean>> running = new ArrayList<>();
            for (DeploymentPlan plan : plans) {
                running.add(workers.submit(() -> plan.carryOut(retain, outcomes)));
            }
            int failed = 0;
            for (Future<Boolean> one : running) {
                failed += one.get() ? 0 : 1;
            }
            return failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("Interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("An error of effe itself", e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }
}
