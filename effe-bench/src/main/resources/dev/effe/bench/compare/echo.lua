local order = '{"sku":"A-1234567890","count":3,"note":"deliver before noon"},'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"orders":[' .. string.rep(order, 16) .. '{"sku":"last"}]}'
-- What wrk prints by itself is for people.
function done(summary, latency)
  local e = summary.errors
  print(string.format("RESULT %d %d %d %d %d %d", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    e.connect + e.read + e.write + e.status + e.timeout))
end
