/** From a request to its outcome: admission, workers, deadlines. Knows nothing of HTTP. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.dispatch;
