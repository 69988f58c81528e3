/**
 * Every reach of the server into the JDK that has no public API, or none on Java 17. Each works without it as well:
 *
 * <table>
 * <caption>The reaches, and what is lost without each</caption>
 * <tr><th>Class</th><th>reaches</th><th>on Java</th><th>for</th><th>without it</th></tr>
 * <tr><td>{@link dev.effe.server.jdk.VirtualThreads}</td><td>{@code Thread.ofVirtual}, which is public</td><td>21 and
 * later</td><td>virtual workers from code for Java 17</td><td>workers are platform threads</td></tr>
 * <tr><td>{@link dev.effe.server.jdk.VirtualThreadMaker}</td><td>{@code java.lang.ThreadBuilders}</td><td>24 and
 * later</td><td>a scheduler of its own: calls run on their event loop's thread</td><td>calls are handed over to
 * workers</td></tr>
 * <tr><td>{@link dev.effe.server.jdk.ThreadLocals}</td><td>fields of {@code Thread}</td><td>all</td><td>a worker that
 * forgets the ThreadLocals of a call</td><td>the next call on that thread sees them</td></tr>
 * <tr><td>{@link dev.effe.server.jdk.MakersRights}</td><td>a field of {@code Thread}</td><td>17 to 23</td><td>threads that
 * do not keep the classes on the stack of whoever made them</td><td>a function that is replaced stays in memory until the
 * threads that were made below its calls end</td></tr>
 * <tr><td>{@link dev.effe.server.jdk.LowPriority}</td><td>{@code setpriority} of Linux, by the foreign function
 * API</td><td>22 and later</td><td>threads that compute stand back behind event loops</td><td>they share the processor
 * evenly</td></tr>
 * <tr><td>{@link dev.effe.server.jdk.Signals}</td><td>{@code sun.misc.Signal}, and the handlers of {@code
 * jdk.internal.misc.Signal}</td><td>all</td><td>SIGTERM ends with 0, and needs no new thread</td><td>a shutdown hook
 * drains and the code is 143; a signal is lost where no thread can be made</td></tr>
 * <tr><td>{@link dev.effe.server.jdk.Terminals}</td><td>{@code Console.isTerminal}, which is public</td><td>22 and
 * later</td><td>text on a terminal, the screen of {@code effe top}, the keys of {@code effe dev}</td><td>a console is
 * taken for a terminal</td></tr>
 * <tr><td>{@link dev.effe.server.jdk.ProcessVariables}</td><td>the map behind {@code System.getenv}</td><td>all</td><td>
 * {@code environment} and {@code secrets} of effe.yaml in {@code System.getenv}</td><td>only the function's configuration
 * has them</td></tr>
 * </table>
 *
 * <p>The manifest of effe.jar opens {@code java.lang} and {@code jdk.internal.misc} for them. effe-lambda,
 * which knows nothing of the server, has a {@code ProcessVariables} of its own for what AWS gives to handlers.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.jdk;
