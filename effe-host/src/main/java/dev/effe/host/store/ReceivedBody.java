package dev.effe.host.store;

import dev.effe.Request;
import dev.effe.host.json.JsonBody;
import dev.effe.host.json.MalformedJsonException;
import dev.effe.host.model.CodeRef;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, read: its members, and the zip among them in a file. To be closed when the operation is over.
 * Confined to one thread.
 */
public final class ReceivedBody implements AutoCloseable {

    private final Map<String, Object> members;
    private final Upload upload;

    private ReceivedBody(Map<String, Object> members, Upload upload) {
        this.members = members;
        this.upload = upload;
    }

    /**
     * Reads it. Blocks.
     *
     * @param binary the member that is a zip in base64, such as {@code Code.ZipFile}; "" for none
     * @throws MalformedJsonException if it is no JSON object
     * @throws StoreException if the zip cannot be written
     */
    public static ReceivedBody read(Request request, String binary, CodeStore codes)
            throws MalformedJsonException, StoreException {
        Upload upload = codes.upload();
        boolean read = false;
        try {
            Map<String, Object> members = JsonBody.read(request.stream(), binary, upload::open);
            read = true;
            return new ReceivedBody(members, upload);
        } catch (IOException e) {
            throw new StoreException("The code cannot be taken: " + e, e);
        } finally {
            if (!read) {
                upload.close();
            }
        }
    }

    public Map<String, Object> members() {
        return members;
    }

    /**
     * Makes the zip code. Blocks.
     *
     * @return null if none came
     * @throws BadZipException if it is refused
     * @throws StoreException if it cannot be kept
     */
    public @Nullable CodeRef keepCode() throws BadZipException, StoreException {
        return upload.isThere() ? upload.keep() : null;
    }

    @Override
    public void close() {
        upload.close();
    }
}
