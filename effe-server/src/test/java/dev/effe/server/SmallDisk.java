package dev.effe.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder on a disk that can be filled while a process uses it. */
abstract class SmallDisk implements AutoCloseable {

    final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** True if what has its room already can be written all the same. */
    abstract boolean keepsRoomThatWasTaken();

    abstract void fill(EffeProcess effe) throws Exception;

    abstract void free(EffeProcess effe) throws Exception;

    @Override
    public void close() throws IOException {}

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : said + " (exit code " + process.exitValue() + ")";
    }

    private static void must(String... command) throws IOException, InterruptedException {
        String problem = run(command);
        if (!problem.isEmpty()) {
            throw new IOException(String.join(" ", command) + ": " + problem);
        }
    }

    /** A file system in memory, with so much room. Skips the test where nothing can be mounted. */
    private abstract static class Mounted extends SmallDisk {

        Mounted(Path folder, String options) throws IOException, InterruptedException {
            super(Files.createDirectories(folder));
            String problem;
            try {
                problem = run("mount", "-t", "tmpfs", "-o", options, "none", folder.toString());
            } catch (IOException e) {
                problem = e.toString();
            }
            assumeTrue(problem.isEmpty(), "a file system cannot be mounted here: " + problem);
        }

        @Override
        boolean keepsRoomThatWasTaken() {
            return true;
        }

        @Override
        void free(EffeProcess effe) throws Exception {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    if (file.getFileName().toString().startsWith("filler")) {
                        Files.delete(file);
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            try {
                must("umount", "--lazy", folder.toString());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A disk of 4 MiB that is filled to its last byte. */
    static SmallDisk bytes(Path folder) throws Exception {
        return new Mounted(folder, "size=4m") {
            @Override
            void fill(EffeProcess effe) throws Exception {
                try (OutputStream filler = Files.newOutputStream(folder.resolve("filler"))) {
                    while (true) {
                        filler.write(new byte[4096]);
                    }
                } catch (IOException full) {
                    // No byte is left.
                }
            }
        };
    }

    /** A disk on which no file can be made any more. */
    static SmallDisk files(Path folder) throws Exception {
        return new Mounted(folder, "size=64m,nr_inodes=64") {
            @Override
            void fill(EffeProcess effe) throws Exception {
                try {
                    for (int i = 0; ; i++) {
                        Files.createFile(folder.resolve("filler" + i));
                    }
                } catch (IOException full) {
                    // No file is left.
                }
            }
        };
    }

    /** A disk of which nothing can be written. */
    static SmallDisk readOnly(Path folder) throws Exception {
        return new Mounted(folder, "size=1m") {
            @Override
            void fill(EffeProcess effe) throws Exception {
                must("mount", "-o", "remount,ro", folder.toString());
            }
        };
    }

    /** A process that may write no byte of a file, also of one that is as long. Needs no rights, but util-linux. */
    static SmallDisk limit(Path folder) throws Exception {
        String problem;
        try {
            problem = run("prlimit", "--version");
        } catch (IOException e) {
            problem = e.toString();
        }
        assumeTrue(problem.isEmpty(), "prlimit of util-linux is needed: " + problem);
        return new SmallDisk(Files.createDirectories(folder)) {
            @Override
            boolean keepsRoomThatWasTaken() {
                return false;
            }

            @Override
            void fill(EffeProcess effe) throws Exception {
                must("prlimit", "--pid", Long.toString(effe.pid()), "--fsize=1:");
            }

            @Override
            void free(EffeProcess effe) throws Exception {
                must("prlimit", "--pid", Long.toString(effe.pid()), "--fsize=unlimited:");
            }
        };
    }
}
