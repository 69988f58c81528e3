package com.example.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.google.gson.Gson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A shelf of books, behind a Function URL or an HTTP API of API Gateway. */
public final class Books implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    /** For all instances, of which there is one for each call that runs. */
    private static final Map<String, String> TITLES =
            new ConcurrentSkipListMap<>(Map.of("9780134685991", "Effective Java"));

    private final Gson gson = new Gson();

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        String method = event.getRequestContext().getHttp().getMethod();
        String isbn = event.getRawPath().replaceFirst("^/books/?", "");
        context.getLogger().log(method + " " + event.getRawPath());
        return switch (method) {
            case "GET" -> isbn.isEmpty() ? list(event) : one(isbn);
            case "PUT" -> put(isbn, event.getBody());
            default -> answer(405, Map.of("message", "Only GET and PUT"));
        };
    }

    private APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
        Map<String, String> query = event.getQueryStringParameters();
        String word = query == null ? "" : query.getOrDefault("title", "");
        Map<String, String> found = new TreeMap<>(TITLES);
        found.values().removeIf(title -> !title.contains(word));
        return answer(200, found);
    }

    private APIGatewayV2HTTPResponse one(String isbn) {
        String title = TITLES.get(isbn);
        return title == null
                ? answer(404, Map.of("message", "No book " + isbn))
                : answer(200, Map.of("isbn", isbn, "title", title));
    }

    private APIGatewayV2HTTPResponse put(String isbn, String body) {
        Book book = gson.fromJson(body, Book.class);
        boolean isNew = TITLES.put(isbn, book.title) == null;
        APIGatewayV2HTTPResponse answer = answer(isNew ? 201 : 200, Map.of("isbn", isbn, "title", book.title));
        answer.setCookies(List.of("last=" + isbn + "; Path=/; HttpOnly"));
        return answer;
    }

    private APIGatewayV2HTTPResponse answer(int status, Map<String, String> body) {
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(status)
                .withHeaders(Map.of("Content-Type", "application/json"))
                .withBody(gson.toJson(new TreeMap<>(body)))
                .build();
    }

    /** The body that is sent. */
    private static final class Book {
        private String title;
    }
}
