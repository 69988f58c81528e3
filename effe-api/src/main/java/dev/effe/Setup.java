package dev.effe;

import java.util.Optional;

/**
 * The configuration that a function is given at {@link Logic#init}. Implemented by the server; immutable and
 * thread-safe.
 *
 * <p>A key such as {@code db.url} is looked for, first found wins: in {@code --set db.url=...}, in the environment
 * variable {@code DB_URL} (upper case, everything but letters and digits as {@code _}), in the file that {@code
 * DB_URL_FILE} names (for secrets; one trailing line break is dropped), and in the file of {@code --config}, written
 * there as {@code set.db.url=...}. Variables that every environment has, such as {@code USER} and {@code HOSTNAME}, come
 * last, and that of a Kubernetes Service, {@code REDIS_PORT=tcp://10.0.0.1:6379}, is never the value of {@code redis.port}.
 */
public interface Setup {

    /**
     * A value of the configuration.
     *
     * @param key its name, such as {@code db.url}
     * @return the value, if there is one
     * @throws IllegalStateException if a file that should hold it cannot be read; the message names it
     */
    Optional<String> config(String key);

    /**
     * A value that the function cannot do without.
     *
     * @param key its name, such as {@code db.url}
     * @return the value
     * @throws IllegalStateException if there is none; the message says where it can be set
     */
    String required(String key);

    /**
     * The info that {@link Logic#info} returned.
     *
     * @return the function's info
     */
    Info info();
}
