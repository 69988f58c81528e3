package dev.effe.tool.kubernetes;

import dev.effe.tool.deploy.plan.Candidate;
import dev.effe.tool.deploy.plan.DeploymentPlan;
import dev.effe.tool.image.AppImage;
import dev.effe.tool.pack.PackException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A function that is to be deployed to a cluster. Immutable.
 *
 * @param alias that it is to get
 * @param push sends the image to its registry
 */
record KubernetesCandidate(Cluster cluster, Contents contents, String alias, AppImage image, Push push)
        implements Candidate {

    /** Sends an image to its registry. */
    interface Push {
        void run() throws IOException;
    }

    /**
     * The function as it is to be.
     *
     * @param configuration by key, as diffs show it
     * @param leftOut a line for each key that a cluster does not do
     */
    record Contents(
            Workload workload, SortedMap<String, String> configuration, SecretValues secrets, List<String> leftOut) {

        /** Copies the list. */
        Contents {
            leftOut = List.copyOf(leftOut);
        }
    }

    @Override
    public long bytes() {
        return image.bytes();
    }

    @Override
    public int files() {
        return image.files();
    }

    @Override
    public DeploymentPlan plan() throws IOException {
        Workload workload = contents.workload();
        ClusterFunction live = cluster.read(workload.name());
        for (String other : live.applications()) {
            if (!other.equals(workload.application())) {
                throw new PackException("The application " + other + " has a function that is deployed as "
                        + workload.name() + " already: name functions." + workload.function() + " otherwise by as");
            }
        }
        String hash = Overlay.hash(workload);
        for (ClusterVersion version : live.withHash(hash)) {
            if (hasSecrets(version)) {
                return new KubernetesPlan(this, live, hash, Optional.of(version), false);
            }
        }
        Optional<ClusterVersion> last = live.last();
        boolean secretsChange = last.isPresent() && !hasSecrets(last.get());
        return new KubernetesPlan(this, live, hash, Optional.empty(), secretsChange);
    }

    private boolean hasSecrets(ClusterVersion version) throws IOException {
        String name = contents.workload().name();
        return contents.secrets().are(cluster.secret(name, "" + version.number()));
    }
}
