-- How many events a server accepts: wrk -t1 -c64 -d5 --latency -s events.lua http://localhost:8080/2015-03-31/functions/function/invocations
wrk.method = "POST"
wrk.body = '{"text":"' .. string.rep("x", 1000) .. '"}'
wrk.headers["X-Amz-Invocation-Type"] = "Event"
