/** The admin ports of servers, for commands that ask them: the options that name them, and requests to them. */
@org.jspecify.annotations.NullMarked
package dev.effe.tool.admin;
