/** What tests of a host share. */
package dev.effe.host.kit;
