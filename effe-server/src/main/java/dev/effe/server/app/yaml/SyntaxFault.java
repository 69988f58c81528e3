package dev.effe.server.app.yaml;

import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says in a line what is no YAML, and what mends the usual mistakes. */
final class SyntaxFault {

    private SyntaxFault() {}

    static void add(YamlEngineException e, String text, Place file, Faults faults) {
        if (e instanceof MarkedYamlEngineException marked) {
            Mark mark = marked.getProblemMark().orElseThrow();
            Place place = file.at(mark.getLine() + 1, mark.getColumn() + 1);
            String problem = String.valueOf(marked.getProblem());
            boolean ours = marked instanceof ComposerException;
            faults.add(place, ours ? problem : "is no YAML: " + said(problem));
        } else if (e instanceof ReaderException reader) {
            String before = text.substring(0, text.offsetByCodePoints(0, reader.getPosition()));
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
            faults.add(
                    file.at(line, column),
                    String.format("is no YAML: it has the control character U+%04X", reader.getCodePoint()));
        } else {
            faults.add(file, "is no YAML: " + e.getMessage());
        }
    }

    private static String said(String problem) {
        return problem.replaceFirst("\\.? \\(Do not use .*", "") + hint(problem);
    }

    private static String hint(String problem) {
        if (problem.contains("(TAB)")) {
            return ": indent by blanks";
        }
        if (problem.startsWith("found character") || problem.contains("but got {") || problem.contains("but got '{'")) {
            return ": put a text with such characters in quotes, as \"GET /orders/{id}\"";
        }
        if (problem.startsWith("mapping values")) {
            return ": put a text with a colon in quotes, or mend the indentation above";
        }
        return problem.contains("<block end>") ? ": mend the indentation" : "";
    }
}
