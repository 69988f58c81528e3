package dev.effe.server.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of JSON of printed text. A line that is a JSON object itself stays as it is; what else is printed at once
 * is one record, however many lines it has. Immutable.
 *
 * @param logger what the records name as their logger: stdout or stderr
 * @param charset the text's
 */
record PrintedRecords(String logger, Charset charset) {

    /** @param text whole lines; the last may lack its end */
    byte[] of(byte[] text, @Nullable CallLog call) {
        ByteArrayOutputStream records = new ByteArrayOutputStream(text.length + 256);
        int begin = 0; // The first line that is not JSON.
        for (int line = 0; line < text.length; ) {
            int next = next(text, line);
            if (JsonLine.isObject(text, line, next)) {
                add(records, text, begin, line, call);
                records.write(text, line, next - line);
                if (text[next - 1] != '\n') {
                    records.write('\n');
                }
                begin = next;
            }
            line = next;
        }
        add(records, text, begin, text.length, call);
        return records.toByteArray();
    }

    /** Where the next line begins. */
    private static int next(byte[] text, int line) {
        int next = line;
        while (next < text.length && text[next] != '\n') {
            next++;
        }
        return Math.min(next + 1, text.length);
    }

    private void add(ByteArrayOutputStream records, byte[] text, int from, int to, @Nullable CallLog call) {
        String message = new String(text, from, to - from, charset);
        if (message.isBlank()) {
            return;
        }
        records.writeBytes(new JsonRecord(System.currentTimeMillis(), "INFO", logger)
                .text("message", message, 2 * BegunLine.MOST_BYTES)
                .of(call)
                .bytes());
    }
}
