-- An invocation.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"customer":{"name":"Ada"},"lines":[{"item":"cake","count":1}]}'
