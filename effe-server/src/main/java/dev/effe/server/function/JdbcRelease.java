package dev.effe.server.function;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;

/** Deregisters the drivers of the class loader above its own, when it is made. Knows nothing of the server. */
public final class JdbcRelease {

    /** Made by {@link JdbcDrivers}, in a class loader of its own below the function's. */
    public JdbcRelease() throws SQLException {
        ClassLoader function = getClass().getClassLoader().getParent();
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (function.equals(driver.getClass().getClassLoader())) {
                DriverManager.deregisterDriver(driver);
            }
        }
    }
}
