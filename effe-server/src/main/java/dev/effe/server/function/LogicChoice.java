package dev.effe.server.function;

/**
 * The class that is to be the function.
 *
 * @param className its name
 * @param namedBy what named it: {@code --logic}, {@code Effe-Logic}, a services file, or a scan
 */
record LogicChoice(String className, String namedBy) {}
