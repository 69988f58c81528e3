package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JDBC drivers in a function's package. */
final class JdbcDriversTest {

    private static final String SERVICES = "META-INF/services/java.sql.Driver";

    @TempDir
    Path folder;

    /** A function that has its driver looked up by another thread, which has the server's class loader. */
    private TestJars function() {
        return TestJars.in(folder)
                .logic(
                        "Hello",
                        "public String toString() { try { return java.sql.DriverManager.getDriver(\"jdbc:acme:x\")"
                                + ".getClass().getName(); } catch (java.sql.SQLException e) { return e.getMessage(); } }")
                .source(
                        "com.acme.AcmeDriver",
                        "import java.sql.*; public class AcmeDriver implements Driver {"
                                + " static { try { DriverManager.registerDriver(new AcmeDriver()); }"
                                + " catch (SQLException e) { throw new IllegalStateException(e); } }"
                                + " public Connection connect(String url, java.util.Properties p) { return null; }"
                                + " public boolean acceptsURL(String url) { return url.startsWith(\"jdbc:acme:\"); }"
                                + " public DriverPropertyInfo[] getPropertyInfo(String u, java.util.Properties p) {"
                                + " return null; }"
                                + " public int getMajorVersion() { return 1; } public int getMinorVersion() { return 0; }"
                                + " public boolean jdbcCompliant() { return false; }"
                                + " public java.util.logging.Logger getParentLogger() { return null; } }")
                .source(
                        "com.acme.Broken",
                        "public class Broken extends AcmeDriver { static { if (true) throw new"
                                + " IllegalStateException(); } }");
    }

    private static String driverOf(Path jar) throws Exception {
        DriverManager.getDrivers(); // From now on DriverManager looks for none.
        try (LoadedLogic loaded =
                LogicLoader.load(FunctionSource.of(jar), "com.acme.Hello").orElseThrow()) {
            return CompletableFuture.supplyAsync(() -> loaded.logic().toString())
                    .join();
        }
    }

    @Test
    void areRegisteredWhenTheFunctionIsLoaded() throws Exception {
        assertThat(driverOf(function().file(SERVICES, "com.acme.AcmeDriver").jar("one.jar")))
                .isEqualTo("com.acme.AcmeDriver");
    }

    @Test
    void stopNobodyByFailing() throws Exception {
        for (String broken : new String[] {"com.acme.Broken", "com.acme.None"}) {
            assertThat(driverOf(function()
                            .file(SERVICES, "com.acme.AcmeDriver\n" + broken)
                            .jar("two.jar")))
                    .isEqualTo("com.acme.AcmeDriver");
        }
    }

    @Test
    void areNotKeptBeyondTheFunction() throws Exception {
        WeakReference<ClassLoader> loader =
                loadAndClose(function().file(SERVICES, "com.acme.AcmeDriver").jar("three.jar"));

        for (int i = 0; i < 50 && loader.get() != null; i++) {
            byte[] garbage = new byte[1024 * 1024];
            System.gc();
            Reference.reachabilityFence(garbage);
        }
        assertThat(loader.get()).isNull();
    }

    private static WeakReference<ClassLoader> loadAndClose(Path jar) throws Exception {
        try (LoadedLogic loaded =
                LogicLoader.load(FunctionSource.of(jar), "com.acme.Hello").orElseThrow()) {
            assertThat(loaded.logic()).hasToString("com.acme.AcmeDriver");
            return new WeakReference<>(loaded.loader());
        }
    }
}
