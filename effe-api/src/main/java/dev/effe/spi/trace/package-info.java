/** For exporters of traces: what the server gives to one. A function author needs nothing of it. */
package dev.effe.spi.trace;
