package dev.effe.server.jdk;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;

/**
 * Adds to the environment variables that Java code of this process reads: {@link System#getenv}, and {@link
 * ProcessBuilder#environment} for child processes. Native code, and children whose environment is not touched, do not
 * see them. Java has no means for that, so it goes into the JDK's own map, which its authors keep closed: the manifest
 * of effe.jar opens it. Nothing may read the environment meanwhile.
 */
public final class ProcessVariables {

    private static final String HOME = "java.lang.ProcessEnvironment";

    private ProcessVariables() {}

    /**
     * Adds variables, or none of them; one that is there already is replaced.
     *
     * @throws ReflectiveOperationException if this JDK keeps them otherwise, as those for Windows do
     * @throws RuntimeException if the package java.lang is not open
     */
    public static void add(Map<String, String> variables) throws ReflectiveOperationException {
        Field field = Class.forName(HOME).getDeclaredField("theEnvironment");
        field.setAccessible(true);
        @SuppressWarnings("unchecked")
        Map<Object, Object> environment = (Map<Object, Object>) field.get(null);
        Method nameOf = valueOf("Variable");
        Method valueOf = valueOf("Value");
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            environment.put(nameOf.invoke(null, variable.getKey()), valueOf.invoke(null, variable.getValue()));
        }
    }

    private static Method valueOf(String part) throws ReflectiveOperationException {
        Method method = Class.forName(HOME + "$" + part).getDeclaredMethod("valueOf", String.class);
        method.setAccessible(true);
        return method;
    }
}
