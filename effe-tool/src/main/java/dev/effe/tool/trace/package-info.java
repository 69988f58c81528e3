/** The command that shows traces: merged over processes, as trees and as flame graphs. */
@org.jspecify.annotations.NullMarked
package dev.effe.tool.trace;
