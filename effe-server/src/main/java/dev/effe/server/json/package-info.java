/** JSON for requests and responses. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.json;
