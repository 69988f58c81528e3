package dev.effe.host.kit;

import dev.effe.Answer;
import dev.effe.Call;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Calls another function: its payload is the name and the target, {@code "stock /a?b=1"}. With {@code "steal TOKEN NAME"}
 * it calls as somebody does who knows the address and not the token.
 */
public final class Asker implements Logic<Object> {

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) throws Exception {
        String[] words = request.text().replace("\"", "").split(" ", -1);
        if (words[0].equals("steal")) {
            response.json(steal(words[1], words[2]));
            return;
        }
        try {
            Answer answer = request.functions().send(words[0], Call.get(words[1]));
            response.json(answer.status() + " " + new String(answer.bytes(), StandardCharsets.UTF_8));
        } catch (IllegalStateException e) {
            response.json(e.getMessage());
        }
    }

    private static String steal(String token, String name) throws IOException {
        String address =
                System.getenv("EFFE_CALLEES").replaceFirst("[^=]*=", "").replaceFirst(",.*", "");
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(address + "/_effe/call/" + name + "/").toURL().openConnection();
        connection.setRequestProperty("Effe-Depth", "1");
        if (token.equals("own")) {
            Path file = Path.of(System.getenv("EFFE_CALL_TOKEN_FILE"));
            connection.setRequestProperty("Effe-Call-Token", Files.readString(file));
        } else if (!token.equals("none")) {
            connection.setRequestProperty("Effe-Call-Token", token);
        }
        return connection.getResponseCode() + " " + connection.getHeaderField("Effe-Function");
    }
}
