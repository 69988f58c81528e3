package com.acme.topics;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Takes each order out of the stock once, as docs/topics.md has it. Then it fails, in the first attempt of every event. */
public class Stocktaking implements Logic<Connection> {

    private final PGSimpleDataSource stock = new PGSimpleDataSource();

    @Override
    public void init(Setup setup) {
        stock.setUrl(setup.required("stock"));
        stock.setUser(setup.required("user"));
        stock.setPassword(setup.required("password"));
    }

    @Override
    public Connection start() throws SQLException {
        return stock.getConnection();
    }

    @Override
    public void run(Connection connection, Request request, Response response) throws SQLException {
        int count = Integer.parseInt(request.text());
        // As in docs/topics.md:
        connection.setAutoCommit(false);
        try (PreparedStatement first =
                        connection.prepareStatement("insert into seen values (?) on conflict do nothing");
                PreparedStatement change = connection.prepareStatement("update stock set left_over = left_over - ?")) {
            first.setString(1, request.event().get().id());
            if (first.executeUpdate() == 1) { // 0: it has come before, and its change is there.
                change.setInt(1, count);
                change.executeUpdate();
            }
            connection.commit(); // The id and the change, or neither.
        }
        // So far.
        if (request.event().get().attempt() == 1) {
            throw new IllegalStateException("as the test wants it");
        }
    }
}
