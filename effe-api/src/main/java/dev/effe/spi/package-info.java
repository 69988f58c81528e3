/** For those who extend Effe with other kinds of function classes; a function author needs nothing of it. */
package dev.effe.spi;
