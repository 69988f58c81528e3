package dev.effe.server.admin.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The style and the script of the page, and the policy that allows these and nothing else. */
final class PageFrame {

    private static final String STYLE = """
            :root { color-scheme: light dark; --text: #1b1f24; --dim: #59636e; --back: #fff; --card: #f6f8fa;
              --line: #d1d9e0; --blue: #0969da; --amber: #9a6700; --red: #cf222e; --green: #1a7f37;
              font: 15px/1.45 system-ui, sans-serif; }
            @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --back: #0d1117;
              --card: #161b22; --line: #3d444d; --blue: #4493f8; --amber: #d29922; --red: #f85149; --green: #3fb950; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; max-width: 100rem; padding: 1rem; color: var(--text); background: var(--back); }
            h1 { font-size: 1.35rem; margin: 0; overflow-wrap: anywhere; }
            h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
            header p { margin: .2rem 0 0; color: var(--dim); }
            .state { font-size: .85rem; font-weight: 600; padding: .1rem .6rem; border-radius: 1rem; color: #fff;
              background: #1a7f37; vertical-align: middle; }
            .state.bad { background: #cf222e; }
            .lost header::after { content: "The server does not answer: these are its last figures."; display: block;
              color: var(--red); font-weight: 600; }
            .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .6rem;
              margin: 1rem 0 0; }
            .figures div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
              padding: .5rem .8rem; }
            .figures dt { color: var(--dim); font-size: .85rem; }
            .figures dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
            .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1rem; }
            figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
              padding: .6rem .8rem; }
            figcaption, .legend { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem;
              font-size: .85rem; }
            .top, .legend { color: var(--dim); }
            svg { display: block; width: 100%; height: 8rem; margin: .3rem 0; }
            path { fill: none; stroke: currentColor; stroke-width: 2; vector-effect: non-scaling-stroke; }
            path.grid { color: var(--line); stroke-width: 1; }
            .a { color: var(--blue); } .b { color: var(--amber); } .c { color: var(--red); }
            path.b { stroke-dasharray: 6 3; } path.c { stroke-dasharray: 2 3; }
            .key::before { content: "\\25A0\\00A0"; }
            .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; padding: .35rem .7rem; white-space: nowrap; }
            tbody tr { border-top: 1px solid var(--line); }
            thead { background: var(--card); color: var(--dim); font-size: .85rem; }
            .n { text-align: right; }
            code { font: .85rem ui-monospace, monospace; user-select: all; }
            td.value { white-space: normal; overflow-wrap: anywhere; }
            a { color: var(--blue); }
            td svg { width: 10rem; height: .7rem; margin: 0; } td rect { fill: var(--blue); }
            summary { cursor: pointer; padding: .4rem 0; }
            :focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
            .none, footer { color: var(--dim); }
            """;

    /** Puts newer parts in place of the old ones each five seconds, but for one that has the focus or a selection. */
    private static final String SCRIPT = """
            setInterval(async () => {
              if (document.hidden) return;
              try {
                const answer = await fetch(location.pathname, { cache: 'no-store' });
                if (!answer.ok) throw new Error(answer.status);
                const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
                const chosen = getSelection();
                for (const part of document.querySelectorAll('[data-live]')) {
                  const kept = part.contains(document.activeElement) || (!chosen.isCollapsed && part.contains(chosen.anchorNode));
                  const newer = page.getElementById(part.id);
                  if (newer && !kept) part.replaceWith(document.adoptNode(newer));
                }
                document.body.className = '';
              } catch (e) {
                document.body.className = 'lost';
              }
            }, 5000);
            """;

    /** Nothing but this style, this script, and the page itself. */
    static final String POLICY = "default-src 'none'; style-src " + hash(STYLE) + "; script-src " + hash(SCRIPT)
            + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private PageFrame() {}

    /** A page that keeps its parts new. */
    static String live(String title, String body) {
        return of(
                title,
                "<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>\n",
                body + "<script>" + SCRIPT + "</script>\n");
    }

    /** A page of what does not change. */
    static String still(String title, String body) {
        return of(title, "", body);
    }

    private static String of(String title, String head, String body) {
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" + Html.text(title) + "</title>\n"
                + head + "<style>" + STYLE + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
