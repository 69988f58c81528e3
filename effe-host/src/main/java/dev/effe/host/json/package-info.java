/** The bodies of requests: JSON that is read strictly, with binary members that go to a file. Knows no function. */
@org.jspecify.annotations.NullMarked
package dev.effe.host.json;
