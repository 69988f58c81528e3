package dev.effe.host.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A statement of a resource policy, which is kept and told, but decides nothing here.
 *
 * @param qualifier whose it is: {@code $LATEST} for the function, a version or an alias
 * @param fields as IAM writes them, but without Sid
 */
public record Statement(String qualifier, String sid, Map<String, Object> fields) {

    public Statement {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
