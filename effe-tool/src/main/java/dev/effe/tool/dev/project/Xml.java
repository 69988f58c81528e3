package dev.effe.tool.dev.project;

import dev.effe.server.cli.ToolException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** An element of a pom. Confined to one thread. */
record Xml(Element element) {

    /**
     * The outermost element of a file.
     *
     * @throws IOException if it cannot be read, or is no XML; the message names the file then
     */
    static Xml read(Path file) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null); // It would print.
            return new Xml(builder.parse(file.toFile()).getDocumentElement());
        } catch (SAXException e) {
            String line = e instanceof SAXParseException at && at.getLineNumber() > 0 ? ":" + at.getLineNumber() : "";
            throw new ToolException(file + line + " is no XML: " + e.getMessage());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    String name() {
        return element.getTagName();
    }

    /** The elements of a name in it, through further names. */
    List<Xml> all(String... path) {
        List<Xml> found = List.of(this);
        for (String name : path) {
            List<Xml> inner = new ArrayList<>();
            for (Xml outer : found) {
                outer.children().stream()
                        .filter(child -> child.name().equals(name))
                        .forEach(inner::add);
            }
            found = inner;
        }
        return found;
    }

    List<Xml> children() {
        List<Xml> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(new Xml(child));
            }
        }
        return children;
    }

    /** The text of the first element of a path; empty if it is not there, is empty, or has a variable. */
    Optional<String> text(String... path) {
        return all(path).stream().findFirst().map(Xml::text).filter(Xml::isPlain);
    }

    String text() {
        return element.getTextContent().strip();
    }

    static boolean isPlain(String text) {
        return !text.isEmpty() && !text.contains("${");
    }
}
