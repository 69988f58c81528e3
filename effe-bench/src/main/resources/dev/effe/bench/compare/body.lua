-- wrk calls it with what stands behind "--": the bytes of the body.
function init(arguments)
  wrk.method = "POST"
  wrk.body = string.rep("x", tonumber(arguments[1]))
end
