package dev.effe.server.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells which module of the JDK a class is in, where this Java is one cut to size, as the image's is. */
public final class MissingModule {

    /** The modules that functions use, each with its packages; {@code .*} has the packages below too. */
    private static final String PACKAGES = """
            java.compiler javax.annotation.processing javax.lang.model.* javax.tools
            java.datatransfer java.awt.datatransfer sun.datatransfer
            java.desktop java.applet java.awt.* java.beans.* javax.accessibility javax.imageio.* javax.print.*
            java.desktop javax.sound.* javax.swing.*
            java.instrument java.lang.instrument
            java.logging java.util.logging
            java.management java.lang.management javax.management.*
            java.management.rmi javax.management.remote.rmi
            java.naming javax.naming.*
            java.net.http java.net.http
            java.prefs java.util.prefs
            java.rmi java.rmi.* javax.rmi.ssl
            java.scripting javax.script
            java.security.jgss javax.security.auth.kerberos org.ietf.jgss
            java.security.sasl javax.security.sasl
            java.smartcardio javax.smartcardio
            java.sql java.sql javax.sql
            java.sql.rowset javax.sql.rowset.*
            java.transaction.xa javax.transaction.xa
            java.xml javax.xml javax.xml.catalog javax.xml.datatype javax.xml.namespace javax.xml.parsers
            java.xml javax.xml.stream.* javax.xml.transform.* javax.xml.validation javax.xml.xpath
            java.xml org.w3c.dom org.w3c.dom.bootstrap org.w3c.dom.events org.w3c.dom.ls org.w3c.dom.ranges
            java.xml org.w3c.dom.traversal org.w3c.dom.views org.xml.sax.*
            java.xml.crypto javax.xml.crypto.*
            jdk.httpserver com.sun.net.httpserver.*
            jdk.jfr jdk.jfr.*
            jdk.management com.sun.management jdk.management
            jdk.net jdk.net jdk.nio
            jdk.sctp com.sun.nio.sctp
            jdk.security.auth com.sun.security.auth.*
            jdk.security.jgss com.sun.security.jgss
            jdk.unsupported sun.misc sun.reflect com.sun.nio.file
            jdk.xml.dom org.w3c.dom.css org.w3c.dom.html org.w3c.dom.stylesheets org.w3c.dom.xpath
            """;

    private static final Pattern CLASS = Pattern.compile("(?:[a-z]\\w*[/.])+[A-Z][\\w$]*");

    private static final int MAX_MESSAGE = 300;

    private MissingModule() {}

    /** The fix for a class that this Java lacks the module of; empty if it has it, or the class is in none. */
    public static Optional<String> fix(String className) {
        return of(className)
                .filter(module -> ModuleLayer.boot().findModule(module).isEmpty())
                .map(module -> "is in the JDK's module " + module
                        + ", which this Java does not have: build the image with --build-arg MODULES=" + module
                        + ", or run a whole JDK");
    }

    /**
     * The same for what was thrown because of such a class, as an ending of a line: {@code ": java.sql.Date is ..."}.
     * Never throws.
     */
    public static String hint(@Nullable Throwable failure) {
        try {
            return Causes.of(failure)
                    .filter(at -> at instanceof LinkageError || at instanceof ClassNotFoundException)
                    .flatMap(at -> hintIn(String.valueOf(at.getMessage())).stream())
                    .findFirst()
                    .orElse("");
        } catch (Throwable e) {
            return ""; // Its methods may be user code.
        }
    }

    private static Optional<String> hintIn(String message) {
        String start = message.substring(0, Math.min(message.length(), MAX_MESSAGE));
        return CLASS.matcher(start)
                .results()
                .map(match -> match.group().replace('/', '.'))
                .flatMap(name -> fix(name).map(fix -> ": " + name + " " + fix).stream())
                .findFirst();
    }

    /** The module whose package the class is in. */
    static Optional<String> of(String className) {
        Map<String, String> modules = new HashMap<>();
        PACKAGES.lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            for (int i = 1; i < words.length; i++) {
                modules.put(words[i], words[0]);
            }
        });
        String name = className.substring(0, Math.max(0, className.lastIndexOf('.')));
        String module = modules.get(name);
        while (module == null && !name.isEmpty()) {
            module = modules.get(name + ".*");
            name = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        }
        return Optional.ofNullable(module);
    }
}
