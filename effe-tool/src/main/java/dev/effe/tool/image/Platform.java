package dev.effe.tool.image;

import dev.effe.server.settings.UsageException;
import java.util.Map;

/**
 * The platform of an image, as images name it: {@code linux/arm64}. There is nothing but Linux.
 *
 * @param architecture as Go names it
 */
record Platform(String architecture) {

    private static final String LINUX = "linux/";

    /**
     * Reads a value of {@code --platform}.
     *
     * @throws UsageException if it is none
     */
    static Platform parse(String text) {
        if (!text.matches(LINUX + "[a-z0-9]{1,20}")) {
            throw new UsageException("--platform must be like linux/amd64 or linux/arm64, but was '" + text + "'");
        }
        return new Platform(text.substring(LINUX.length()));
    }

    static Platform ofThisMachine() {
        return switch (System.getProperty("os.arch", "")) {
            case "aarch64", "arm64" -> new Platform("arm64");
            default -> new Platform("amd64");
        };
    }

    /** True if it is what an index, or a configuration, says of an image. */
    boolean is(Map<?, ?> said) {
        return "linux".equals(said.get("os")) && architecture.equals(said.get("architecture"));
    }

    @Override
    public String toString() {
        return LINUX + architecture;
    }
}
