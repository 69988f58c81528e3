/** For stores of topics: what the server's engine needs of one. A function author needs nothing of it. */
package dev.effe.spi.topics;
