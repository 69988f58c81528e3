-- A POST of a JSON text of so many bytes with the headers of a file, a line each.
function init(arguments)
  wrk.method = "POST"
  for line in io.lines(arguments[1]) do
    local name, value = line:match("^(.-): (.*)$")
    wrk.headers[name] = value
  end
  wrk.body = '"' .. string.rep("x", tonumber(arguments[2]) - 2) .. '"'
end
