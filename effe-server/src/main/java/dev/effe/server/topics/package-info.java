/**
 * Topics: what functions append, and how triggers deliver it. {@link dev.effe.server.topics.TopicEngine} is what others
 * see of it; {@link dev.effe.server.topics.GroupDelivery} decides what runs when. It keeps nothing itself, which is the
 * work of a {@link dev.effe.spi.topics.TopicStore}, and calls functions by {@link dev.effe.server.topics.TriggerTarget}
 * alone.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.topics;
