/** The functions and their code in files, whole or not at all, whatever ends the process. */
@org.jspecify.annotations.NullMarked
package dev.effe.host.store;
