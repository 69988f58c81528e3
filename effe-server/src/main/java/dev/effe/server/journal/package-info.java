/**
 * A log on the disk: records are appended behind each other, by many at once, and survive the machine when they are told
 * to be there. {@link dev.effe.server.journal.JournalWriter} is the thread that appends,
 * {@link dev.effe.server.journal.Journal} the folder, {@link dev.effe.server.journal.Segment} one of its files, whose
 * format it describes. Its user knows the meaning of a record's bytes.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.journal;
