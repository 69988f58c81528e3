package dev.effe.lambda.process;

/** Makes the threads of this package: daemons, which block in the operating system and need little stack. */
final class Threads {

    private static final int STACK_BYTES = 256 * 1024;

    private Threads() {}

    static Thread start(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, STACK_BYTES, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
        return thread;
    }
}
