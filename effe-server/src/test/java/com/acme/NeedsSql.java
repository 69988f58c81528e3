package com.acme;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.sql.Timestamp;

/** Functions that use a module of the JDK, at one time of their lives each. */
public final class NeedsSql {

    private NeedsSql() {}

    private abstract static class Function implements Logic<String> {
        @Override
        public String start() {
            return "";
        }

        @Override
        public void run(String context, Request request, Response response) throws ReflectiveOperationException {
            response.text("hi");
        }
    }

    /** While it is made. */
    public static final class InConstructor extends Function {
        public InConstructor() {
            new Timestamp(0).getTime();
        }
    }

    /** In its init. */
    public static final class InInit extends Function {
        @Override
        public void init(Setup setup) {
            new Timestamp(0).getTime();
        }
    }

    /** In each call. */
    public static final class InRun extends Function {
        @Override
        public void run(String context, Request request, Response response) {
            response.text("at " + new Timestamp(0).getTime());
        }
    }

    /** In each start. */
    public static final class InStart extends Function {
        @Override
        public String start() {
            return "at " + new Timestamp(0).getTime();
        }
    }

    /** By its name, as JDBC drivers are loaded. */
    public static final class ByName extends Function {
        @Override
        public void run(String context, Request request, Response response) throws ReflectiveOperationException {
            response.text(Class.forName("java.sql.DriverManager").getName());
        }
    }

    /** The class that the others need. */
    public static Class<?> parent() {
        return Function.class;
    }
}
