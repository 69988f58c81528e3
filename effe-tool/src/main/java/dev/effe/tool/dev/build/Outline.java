package dev.effe.tool.dev.build;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The text of a source without the bodies of its methods and constructors. Nothing outside of a source can depend on these:
 * what other classes are compiled against is in its outline. Confined to one thread.
 */
final class Outline extends TreeScanner<Void, Void> {

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final CharSequence text;
    private final StringBuilder outline = new StringBuilder();
    private int end;

    private Outline(CompilationUnitTree unit, SourcePositions positions, CharSequence text) {
        this.unit = unit;
        this.positions = positions;
        this.text = text;
    }

    static String of(CompilationUnitTree unit, Trees trees) {
        CharSequence text;
        try {
            text = unit.getSourceFile().getCharContent(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Outline scanner = new Outline(unit, trees.getSourcePositions(), text);
        scanner.scan(unit, null);
        return scanner.outline.append(text, scanner.end, text.length()).toString();
    }

    @Override
    @SuppressWarnings("NullAway") // It returns nothing, whose only value is null.
    public Void visitMethod(MethodTree method, Void none) {
        Tree body = method.getBody();
        int from = body == null ? -1 : (int) positions.getStartPosition(unit, body);
        int to = body == null ? -1 : (int) positions.getEndPosition(unit, body);
        if (from >= end && to > from) { // A constructor that is not written has no place.
            outline.append(text, end, from).append("{}");
            end = to;
        }
        return null;
    }
}
