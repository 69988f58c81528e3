package dev.effe.tool.dev.page;

import dev.effe.server.text.HtmlText;
import java.nio.file.Path;
import java.util.Map;

/**
 * A failure as a page for a browser, which loads nothing else, and itself anew once the state of the sources is another.
 * Immutable.
 *
 * @param home the folder that paths are shown from
 * @param state the state of the sources that it is about
 * @param statePath where the state is to be asked for
 * @param again whether the page may load itself anew: its request changes nothing
 */
public record ErrorPage(Path home, long state, String statePath, boolean again) {

    /** The policy that goes with it: nothing in it runs or loads but what has the nonce. */
    public static String policy(String nonce) {
        return "default-src 'none'; style-src 'nonce-" + nonce + "'; script-src 'nonce-" + nonce
                + "'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /**
     * The page.
     *
     * @param nonce a random one for each page, of letters and digits
     */
    public String html(Failure failure, String nonce) {
        return PageFrame.fill(Map.of(
                "nonce", nonce,
                "state", Long.toString(state),
                "path", statePath,
                "again", Boolean.toString(again),
                "title", HtmlText.escape(failure.title()),
                "message", HtmlText.escape(failure.message().strip()),
                "kind", "bad",
                "body", new FailureBody(home).of(failure)));
    }
}
