package dev.effe.tool.admin;

import dev.effe.server.cli.ToolException;
import java.util.List;
import java.util.Map;

/** Reads fields of what an admin port answers, which another program on that port may not have. */
public final class Answers {

    private Answers() {}

    public static List<?> list(Map<?, ?> answer, String name) throws ToolException {
        if (answer.get(name) instanceof List<?> list) {
            return list;
        }
        throw lacks(name);
    }

    /** The list; an empty one where the answer has none. */
    public static List<?> listIfAny(Map<?, ?> answer, String name) throws ToolException {
        return answer.containsKey(name) ? list(answer, name) : List.of();
    }

    public static long number(Map<?, ?> answer, String name) throws ToolException {
        if (answer.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw lacks(name);
    }

    private static ToolException lacks(String name) {
        return new ToolException("The answer has no " + name + ": is it the admin port of Effe in this version?");
    }
}
