package dev.effe.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneShare;
import dev.effe.spi.topics.StoreUnreachableException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A renewal is committed, and its connection breaks before the answer. */
class LostRenewalTest {

    private PostgresServer server;
    private String database;
    private CuttingProxy proxy;
    private PostgresTopicStore store;
    private LaneClaims claims;

    @BeforeEach
    void open() throws Exception {
        server = PostgresServer.shared();
        database = server.newDatabase();
        proxy = new CuttingProxy(server);
        store = Stores.open(proxy.address(database));
        claims = store.claims("report", Stores.TOPIC, 0);
    }

    @AfterEach
    void close() throws Exception {
        if (proxy != null) {
            store.close();
            proxy.close();
        }
    }

    private void loseRenewal() {
        proxy.cutNext(".member (grp");
        assertThatThrownBy(claims::renew).isInstanceOf(StoreUnreachableException.class);
        assertThat(proxy.hasCut()).isTrue();
    }

    private String owned() {
        return server.psql(database, "select count(*) from effe.cursor where owner is not null");
    }

    @Test
    void theLanesThatItClaimedAreClaimedByTheNext() throws Exception {
        loseRenewal();
        assertThat(owned()).as("lanes of the process by the database").isEqualTo("4");

        LaneShare share = claims.renew();

        assertThat(share.gained()).containsOnlyKeys(0, 1, 2, 3);
        assertThat(share.lost()).isEmpty();
        store.commit(claims, Map.of(0, 5L, 3, 7L), List.of());
        assertThat(store.lanes("report", Stores.TOPIC).get(3).cursor()).isEqualTo(7);
    }

    @Test
    void lanesThatItHadStayItsOwn() throws Exception {
        claims.renew();
        loseRenewal();

        LaneShare share = claims.renew();

        assertThat(share.gained()).isEmpty();
        assertThat(share.lost()).isEmpty();
        store.commit(claims, Map.of(0, 5L), List.of());
    }

    @Test
    void whoJoinsMeanwhileGetsItsShare() throws Exception {
        loseRenewal();
        try (PostgresTopicStore second = Stores.open(server.address(database))) {
            LaneClaims others = second.claims("report", Stores.TOPIC, 0);
            others.renew();

            assertThat(claims.renew().gained()).hasSize(2);
            assertThat(others.renew().gained()).hasSize(2);
        }
    }

    @Test
    void whoLeavesThenFreesThem() throws Exception {
        loseRenewal();

        claims.close();

        assertThat(owned()).isEqualTo("0");
        assertThat(server.psql(database, "select count(*) from effe.member")).isEqualTo("0");
    }
}
