package dev.effe.server.settings;

/**
 * Defaults that are others for AWS Lambda handlers. An instance that is idle is kept, as on AWS, since what holds on to it
 * may be for good: a shutdown hook, a registry, a thread. So there are only as many as the heap has room for. Of programs
 * in other languages there are no more, and idle ones are stopped.
 */
final class HandlerDefaults {

    /** The part of the heap for each instance: a context of Spring or Micronaut takes up to 20 MiB. */
    private static final long INSTANCE_BYTES = 32 << 20;

    private static final int LEAST = 2;

    private HandlerDefaults() {}

    /** The default of a setting, among those that are given. */
    static String text(Setting<?> setting, GivenValues given) {
        boolean program =
                !given.text("runtime").isEmpty() || !given.text("bootstrap").isEmpty();
        boolean handler = program || !given.text("handler").isEmpty();
        if (handler && !program && setting.name().equals("context-idle")) {
            return "off";
        }
        if (handler
                && setting.name().equals("max-contexts")
                && !given.text("handler-instances").equals("shared")) {
            long fitting = Runtime.getRuntime().maxMemory() / INSTANCE_BYTES;
            long most = Long.parseLong(setting.defaultText());
            return Long.toString(Math.max(LEAST, Math.min(fitting, most)));
        }
        return setting.defaultText();
    }
}
