package dev.effe.server.topics.file;

import dev.effe.server.journal.Content;
import dev.effe.spi.topics.ReplayEnd;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.ReplayState.Phase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * A change of a replay, which is one record: how it stands, or that it is forgotten with all that its group has. Immutable.
 */
record ReplayRecord(ReplayState state, boolean isForgotten) {

    // Formats of records: GroupChange has the lower ones.
    static final byte KEPT = 20;
    static final byte FORGOTTEN = 21;

    /** The group that it is delivered as. */
    GroupChange.Name group() {
        return new GroupChange.Name(state.group(), state.plan().topic());
    }

    Content content() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(isForgotten ? FORGOTTEN : KEPT);
            out.writeUTF(state.name());
            out.writeLong(state.version());
            out.writeUTF(state.phase().name());
            write(state.plan(), out);
            out.writeBoolean(state.end().isPresent());
            if (state.end().isPresent()) {
                write(state.end().get(), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Content(bytes.toByteArray());
    }

    private static void write(ReplayPlan plan, DataOutputStream out) throws IOException {
        out.writeUTF(plan.topic());
        out.writeUTF(plan.function());
        out.writeBoolean(plan.key().isPresent());
        if (plan.key().isPresent()) {
            out.writeUTF(plan.key().get());
        }
        out.writeLong(plan.from());
        out.writeLong(plan.until());
        out.writeLong(plan.events());
        out.writeInt(plan.rate());
        out.writeLong(plan.began().toEpochMilli());
    }

    private static void write(ReplayEnd end, DataOutputStream out) throws IOException {
        out.writeLong(end.at().toEpochMilli());
        out.writeLong(end.failed());
        out.writeLong(end.left());
        out.writeUTF(end.error());
    }

    /** @param record one that begins with {@link #KEPT} or {@link #FORGOTTEN} */
    static ReplayRecord of(ByteBuffer record) throws IOException {
        byte[] bytes = new byte[record.remaining()];
        record.get(bytes);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        boolean isForgotten = in.readByte() == FORGOTTEN;
        String name = in.readUTF();
        long version = in.readLong();
        Phase phase = Phase.valueOf(in.readUTF());
        ReplayPlan plan = plan(in);
        Optional<ReplayEnd> end = in.readBoolean() ? Optional.of(end(in)) : Optional.empty();
        return new ReplayRecord(new ReplayState(name, version, phase, plan, end), isForgotten);
    }

    private static ReplayPlan plan(DataInputStream in) throws IOException {
        String topic = in.readUTF();
        String function = in.readUTF();
        Optional<String> key = in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty();
        return new ReplayPlan(
                topic,
                function,
                key,
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                Instant.ofEpochMilli(in.readLong()));
    }

    private static ReplayEnd end(DataInputStream in) throws IOException {
        return new ReplayEnd(Instant.ofEpochMilli(in.readLong()), in.readLong(), in.readLong(), in.readUTF());
    }
}
