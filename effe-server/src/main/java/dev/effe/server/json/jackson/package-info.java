/** Jackson behind {@link dev.effe.server.json.JsonEngine}: written for 2.9 and later, loaded once for each Jackson. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.json.jackson;
