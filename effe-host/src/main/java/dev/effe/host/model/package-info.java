/** Functions, their versions and aliases as the host knows them: immutable values that know no I/O and no clock. */
@org.jspecify.annotations.NullMarked
package dev.effe.host.model;
