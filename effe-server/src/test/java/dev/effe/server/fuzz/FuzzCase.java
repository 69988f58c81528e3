package dev.effe.server.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One stream and how it is sent; seed and number make the same one each time.
 *
 * @param segments the stream as ISO-8859-1 texts, each a write of its own
 */
record FuzzCase(long seed, int number, Door door, List<String> segments, Ending ending) {

    /** The client's action when it has sent all. */
    enum Ending {
        /** Ends its side, and reads on. */
        FIN,
        RESET,
        /** Waits until the server has had enough. */
        WAIT
    }

    static FuzzCase of(long seed, int number) {
        SplittableRandom random = new SplittableRandom(Token.mix(seed, number));
        Mutator mutator = new Mutator(random);
        int kind = random.nextInt(100);
        Door door = kind < 80 ? Door.CLEAR : kind < 92 ? Door.PROXY : Door.TLS;
        List<String> corpus = door == Door.TLS ? Corpus.TLS : random.nextInt(100) < 60 ? Corpus.HTTP1 : Corpus.HTTP2;
        StringBuilder stream = new StringBuilder();
        if (door == Door.PROXY) {
            stream.append(pick(random, Corpus.PROXY));
        }
        stream.append(pick(random, corpus));
        for (int i = random.nextInt(5); i > 0; i--) {
            mutator.mutate(stream, random.nextInt(10) == 0 ? Corpus.TLS : corpus);
        }
        String text = stream.toString().replace(Token.PLACEHOLDER, Token.of(seed, number));
        int patience = corpus == Corpus.HTTP2 ? 40 : 10;
        int end = random.nextInt(100);
        Ending ending = end < patience ? Ending.WAIT : end < 90 ? Ending.FIN : Ending.RESET;
        return new FuzzCase(seed, number, door, cut(random, text), ending);
    }

    private static String pick(SplittableRandom random, List<String> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static List<String> cut(SplittableRandom random, String text) {
        int pieces = random.nextInt(100);
        int longest = pieces < 50 ? text.length() : pieces < 97 || text.length() > 400 ? text.length() / 3 + 1 : 1;
        List<String> segments = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + (longest == text.length() ? longest : 1 + random.nextInt(longest)));
            segments.add(text.substring(from, to));
            from = to;
        }
        return segments;
    }

    String sent() {
        return String.join("", segments);
    }

    /** The command that shows exactly this one again. */
    String replay() {
        return "./mvnw -pl effe-server -am test -Dtest=ByteStreamFuzzTest -Deffe.fuzz.seed=" + seed
                + " -Deffe.fuzz.case=" + number;
    }
}
