package dev.effe.host.api;

import dev.effe.host.model.CodeRef;
import dev.effe.server.invoke.InvokeException;
import org.jspecify.annotations.Nullable;

/** The ways to bring code, of which a host takes one. Stateless. */
final class CodeSource {

    private CodeSource() {}

    /**
     * Checks that a zip came.
     *
     * @param fields where the way is named
     * @param code the zip
     * @throws InvokeException if it did not, or another way is named
     */
    static void check(Fields fields, @Nullable CodeRef code) throws InvokeException {
        if (fields.text("ImageUri") != null) {
            throw InvokeException.invalidParameter(
                    "Please don't provide ImageUri when updating a function with packageType Zip.");
        }
        if (fields.text("S3Bucket") != null) {
            throw InvokeException.invalidParameter(
                    "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error"
                            + " Message: The specified bucket does not exist");
        }
        if (code == null) {
            throw InvokeException.invalidParameter("Please provide a source for function code.");
        }
    }
}
