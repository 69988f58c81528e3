package dev.effe.test;

/** As a user has it among the tests. */
final class HelloMain {

    private HelloMain() {}

    // @start region="main"
    public static void main(String[] arguments) {
        Effe.serve(new RecordingLogic(), 7050);
    }
    // @end
}
