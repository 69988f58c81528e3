package dev.effe.tool.dev.page;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The frame of every page. Stateless. */
final class PageFrame {

    private static final Pattern WORD = Pattern.compile("\\{([a-z]+)}");

    private static final String HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{title}</title>
            <style nonce="{nonce}">
            :root { color-scheme: light dark; --back: #fff; --text: #1c1e21; --box: #f4f5f7; --line: #d8dbe0;
              --error: #b3161b; --mark: #ffe1e0; --dim: #646b75; font: 16px/1.5 system-ui, sans-serif; }
            @media (prefers-color-scheme: dark) { :root { --back: #16181c; --text: #e4e6ea; --box: #1f2228;
              --line: #363b44; --error: #ff8f88; --mark: #5a2226; --dim: #99a1ad; } }
            body { margin: 0; background: var(--back); color: var(--text); }
            header { border-top: 6px solid var(--error); border-bottom: 1px solid var(--line); padding: 1.2rem 0; }
            .good { --error: #1a7f37; }
            @media (prefers-color-scheme: dark) { .good { --error: #6bd08a; } }
            header div, main { max-width: 72rem; margin: auto; padding: 0 1rem; }
            h1 { margin: 0; font-size: 1.5rem; color: var(--error); }
            header p { margin: .3rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
            h2 { margin: 1.5rem 0 .3rem; font: 600 .95rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
            h2 span, .note, footer { color: var(--dim); }
            h2 span { font-weight: 400; }
            .error { margin: .3rem 0; font-weight: 600; white-space: pre-wrap; overflow-wrap: anywhere; }
            section { margin: 1.5rem 0; }
            .box { margin: .5rem 0; padding: .6rem 0; overflow-x: auto; background: var(--box);
              border: 1px solid var(--line); border-radius: 6px; font: .85rem/1.55 ui-monospace, monospace; tab-size: 4; }
            .box:focus-visible, summary:focus-visible { outline: 2px solid var(--error); outline-offset: 2px; }
            .box mark, .box span, .box b { display: inline-block; min-width: 100%; box-sizing: border-box; padding: 0 .8rem; }
            .box mark { background: var(--mark); color: inherit; }
            .box b { color: var(--error); }
            .box i { font-style: normal; color: var(--dim); user-select: none; }
            pre.box:not(:has(i)) { padding: .6rem .8rem; }
            summary { cursor: pointer; color: var(--dim); margin-top: .8rem; }
            .stack { margin: .3rem 0; padding-left: 1.2rem; list-style: none; font: .8rem/1.5 ui-monospace, monospace;
              color: var(--dim); overflow-wrap: anywhere; }
            .stack .own { color: var(--text); font-weight: 600; }
            footer { padding: 1rem 0 2rem; font-size: .9rem; }
            </style>
            </head>
            <body class="{kind}">
            <header role="alert"><div><h1>{title}</h1><p>{message}</p></div></header>
            <main>
            {body}
            <footer>effe dev: this page loads itself anew once the sources have changed.</footer>
            </main>
            <script nonce="{nonce}">
            (function () {
              var again = {again};
              function ask() {
                fetch("{path}", {cache: "no-store"})
                  .then(function (answer) { return answer.json(); })
                  .then(function (now) {
                    if (now.state !== {state} && again) { location.reload(); } else { setTimeout(ask, 500); }
                  })
                  .catch(function () { setTimeout(ask, 1000); });
              }
              setTimeout(ask, 500);
            })();
            </script>
            </body>
            </html>
            """;

    private PageFrame() {}

    /** The page with values in the place of words in braces, all at once: values may have braces. */
    static String fill(Map<String, String> values) {
        return WORD.matcher(HTML)
                .replaceAll(word -> Matcher.quoteReplacement(Objects.requireNonNull(values.get(word.group(1)))));
    }
}
