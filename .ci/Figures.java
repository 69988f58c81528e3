import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Prints the sizes of the files, methods, parameter lists and packages of src/main, and the largest of each:
 * {@code java .ci/Figures.java [folder ...]}. Lines are those with code: without comments and empty lines. Then come
 * the comments' sentences that begin with a word that hides their subject; there should be none.
 */
public class Figures {

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*\\*?(.*?)\\*/|//([^\\n]*(?:\\n\\s*//[^\\n]*)*)");
    private static final Pattern SENTENCE = Pattern.compile("(?:^|[.!?] |<p>|<li>)\\s*([A-Z][a-z]+)\\b");
    private static final Pattern HIDES = Pattern.compile("What|Whether|How|Of|Those");

    private record Size(int size, String name) {}

    private final List<Size> files = new ArrayList<>();
    private final List<Size> classes = new ArrayList<>();
    private final List<Size> methods = new ArrayList<>();
    private final List<Size> parameters = new ArrayList<>();
    private final Map<String, Integer> packages = new TreeMap<>();
    private final List<String> hidden = new ArrayList<>();
    private int sentences;

    public static void main(String[] folders) throws IOException {
        Figures figures = new Figures();
        List<Path> sources = new ArrayList<>();
        for (String folder : folders.length > 0
                ? folders
                : new String[] {"effe-api", "effe-lambda", "effe-server", "effe-test", "effe-tool"}) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> file.toString().contains("src/main/java")
                                && !file.toString().contains("/target/"))
                        .forEach(sources::add);
            }
        }
        figures.read(sources);
        figures.print();
    }

    private void read(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                String name = Path.of(unit.getSourceFile().toUri())
                        .getFileName()
                        .toString()
                        .replace(".java", "");
                int[] upTo = codeLines(unit.getSourceFile().getCharContent(true).toString());
                files.add(new Size(upTo[upTo.length - 1], name));
                packages.merge(String.valueOf(unit.getPackageName()), 1, Integer::sum);
                new Scanner(unit, positions, upTo, name).scan(unit, null);
                countSentences(unit.getSourceFile().getCharContent(true).toString(), name);
            }
        }
    }

    /** For each line, how many lines up to it have code. */
    private static int[] codeLines(String text) {
        String code = withoutComments(text);
        String[] lines = code.split("\n", -1);
        int[] upTo = new int[lines.length + 1];
        for (int i = 0; i < lines.length; i++) {
            upTo[i + 1] = upTo[i] + (lines[i].isBlank() ? 0 : 1);
        }
        return upTo;
    }

    private void countSentences(String text, String name) {
        COMMENT.matcher(text).results().forEach(comment -> {
            String words = (comment.group(1) == null ? comment.group(2) : comment.group(1))
                    .replaceAll("\\n\\s*(?:\\*|//)", "\n")
                    .replaceAll("\\s+", " ")
                    .strip();
            SENTENCE.matcher(words).results().forEach(sentence -> {
                sentences++;
                if (HIDES.matcher(sentence.group(1)).matches()) {
                    hidden.add(name + ": " + words.substring(sentence.start(1), Math.min(words.length(), sentence.start(1) + 60)));
                }
            });
        });
    }

    private static String withoutComments(String text) {
        return Pattern.compile(
                        "(?s)\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'|/\\*.*?\\*/|//[^\\n]*")
                .matcher(text)
                .replaceAll(match -> match.group().startsWith("/")
                        ? match.group().replaceAll("[^\n]", "")
                        : Matcher.quoteReplacement(match.group()));
    }

    private final class Scanner extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final int[] upTo;
        private final String name;

        Scanner(CompilationUnitTree unit, SourcePositions positions, int[] upTo, String name) {
            this.unit = unit;
            this.positions = positions;
            this.upTo = upTo;
            this.name = name;
        }

        private int lines(Tree tree) {
            LineMap map = unit.getLineMap();
            int from = (int) map.getLineNumber(positions.getStartPosition(unit, tree));
            int to = (int) map.getLineNumber(positions.getEndPosition(unit, tree));
            return upTo[to] - upTo[from - 1];
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            classes.add(new Size(
                    lines(type), name + (type.getSimpleName().contentEquals(name) ? "" : "." + type.getSimpleName())));
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (positions.getStartPosition(unit, method) >= 0 && positions.getEndPosition(unit, method) >= 0) {
                String of = name + "." + method.getName();
                if (method.getBody() != null) {
                    methods.add(new Size(Math.max(0, lines(method.getBody()) - 2), of));
                }
                parameters.add(new Size(method.getParameters().size(), of));
            }
            return super.visitMethod(method, nothing);
        }
    }

    private void print() {
        print("files", files);
        print("classes", classes);
        print("methods", methods);
        print("parameters", parameters);
        print(
                "packages",
                packages.entrySet().stream()
                        .map(entry -> new Size(entry.getValue(), entry.getKey()))
                        .collect(Collectors.toCollection(ArrayList::new)));
        System.out.printf("sentences  %5d: %d begin with %s%n", sentences, hidden.size(), HIDES);
        hidden.forEach(sentence -> System.out.println("  " + sentence));
        System.out.println(
                "lines of code " + files.stream().mapToInt(Size::size).sum());
    }

    private static void print(String what, List<Size> sizes) {
        Collections.sort(sizes, Comparator.comparingInt(Size::size));
        int count = sizes.size();
        String largest = sizes.subList(Math.max(0, count - 5), count).stream()
                .map(size -> size.name() + " " + size.size())
                .collect(Collectors.joining(", "));
        System.out.printf(
                "%-10s %5d: p50 %d, p90 %d, max %d (%s)%n",
                what,
                count,
                sizes.get(count / 2).size(),
                sizes.get(count * 9 / 10).size(),
                sizes.get(count - 1).size(),
                largest);
    }
}
