package com.example.markdown;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Answers Markdown with HTML. */
public class Markdown implements Logic<Markdown.Converter> {

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    private static final String USAGE = "Send Markdown, get HTML: curl --data-binary @README.md http://...\n";

    /** Made once, then used by one request after the other. */
    public record Converter(Parser parser, HtmlRenderer renderer) {

        String convert(String markdown) {
            return renderer.render(parser.parse(markdown));
        }
    }

    @Override
    public Converter start() {
        Parser parser = Parser.builder().extensions(EXTENSIONS).build();
        // A stranger's text must not become a script in somebody's browser.
        HtmlRenderer renderer = HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .escapeHtml(true)
                .sanitizeUrls(true)
                .build();
        return new Converter(parser, renderer);
    }

    @Override
    public void run(Converter converter, Request request, Response response) {
        switch (request.method()) {
            case "POST" ->
                response.header("Content-Type", "text/html; charset=utf-8").text(converter.convert(request.text()));
            case "GET", "HEAD" -> response.text(USAGE);
            default -> {
                response.header("Allow", "GET, HEAD, POST");
                throw new StatusException(405, "Send Markdown by POST");
            }
        }
    }
}
