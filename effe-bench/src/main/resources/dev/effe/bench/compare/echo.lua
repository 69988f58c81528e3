local order = '{"sku":"A-1234567890","count":3,"note":"deliver before noon"},'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"orders":[' .. string.rep(order, 16) .. '{"sku":"last"}]}'
