-- An invocation that is answered before it runs.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-Amz-Invocation-Type"] = "Event"
wrk.body = '{"customer":{"name":"Ada"},"lines":[{"item":"cake","count":1}]}'
