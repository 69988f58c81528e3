/**
 * Topics in files of one process. {@link dev.effe.server.topics.file.FileTopicStore} is what others see of it; a
 * {@link dev.effe.server.topics.file.FileTopic} has the events of one topic, {@link dev.effe.server.topics.file.GroupFile}
 * has how far all groups are. Both are journals.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.topics.file;
