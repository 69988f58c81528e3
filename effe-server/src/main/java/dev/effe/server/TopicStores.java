package dev.effe.server;

import dev.effe.server.app.Store;
import dev.effe.server.topics.ProcessName;
import dev.effe.server.topics.file.FileTopicStore;
import dev.effe.spi.topics.StoreAddress;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import dev.effe.spi.topics.TopicStoreProvider;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Makes the stores of topics that effe.yaml names: files of its own, others by a jar beside effe.jar. Stateless. */
public final class TopicStores {

    private TopicStores() {}

    /**
     * Makes the store; nothing is opened before {@link TopicStore#create}.
     *
     * @throws StartException if it is of a kind that is not there
     */
    static TopicStore of(TopicPlan plan) throws StartException {
        if (plan.store().isEmpty()) {
            return new FileTopicStore(plan.folder(), System::currentTimeMillis);
        }
        Store store = plan.store().get();
        try {
            return provider(store).open(address(store, plan.application()));
        } catch (TopicException e) {
            throw new StartException(failure(plan, e), e.getCause());
        }
    }

    /**
     * The script that makes what a store needs.
     *
     * @throws IllegalStateException if it is of a kind that is not there
     */
    public static String script(Store store) {
        try {
            return provider(store).script(address(store, "effe"));
        } catch (StartException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The line that ends a start whose store cannot be opened. */
    static String failure(TopicPlan plan, TopicException why) {
        return plan.store()
                .map(store -> store.place() + ": store: " + why.getMessage())
                .orElseGet(() -> why.getMessage() + " (" + plan.folder() + ", see --data-dir)");
    }

    private static StoreAddress address(Store store, String application) {
        return new StoreAddress(
                ProcessName.text(),
                store.server().orElse(""),
                store.login().user(),
                store.login().passwordFile(),
                store.schema(),
                application,
                store.replication(),
                store.properties());
    }

    /** The one beside the server, never a function's. */
    private static TopicStoreProvider provider(Store store) throws StartException {
        String kind = store.kind().name().toLowerCase(Locale.ROOT);
        try {
            for (TopicStoreProvider found :
                    ServiceLoader.load(TopicStoreProvider.class, TopicStores.class.getClassLoader())) {
                if (found.kind().equals(kind)) {
                    return found;
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new StartException(store.place() + ": effe-" + kind + ".jar cannot be loaded: " + e.getMessage(), e);
        }
        throw new StartException(
                store.place() + ": a store of kind " + kind + " needs effe-" + kind
                        + ".jar beside effe.jar, which is not there: take it from the distribution, or build the image with"
                        + " --build-arg WITH=" + kind,
                null);
    }
}
