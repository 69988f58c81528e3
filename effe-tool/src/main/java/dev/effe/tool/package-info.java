/** The commands of effe besides serving: what effe.jar finds in effe-tool.jar beside it. */
@org.jspecify.annotations.NullMarked
package dev.effe.tool;
