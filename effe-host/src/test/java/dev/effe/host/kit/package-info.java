/** The doubles and clients that tests of a host share. */
package dev.effe.host.kit;
