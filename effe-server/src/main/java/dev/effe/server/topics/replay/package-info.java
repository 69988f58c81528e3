/**
 * Replays, as operators ask for them and see them. {@link dev.effe.server.topics.replay.ReplayOperations} is what others
 * see of it. Their events are delivered by {@link dev.effe.server.topics.TopicEngine}.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.topics.replay;
