/** The commands that look at a running server. */
@org.jspecify.annotations.NullMarked
package dev.effe.tool.operate;
