-- The requests of one run: "get", "list" (a body, or a body and a DPoP proof, per line), "chain" (each answer's refresh token is the next request's) or "flow" (the
-- file has the path of an authorization request, its cookie and the body of a redemption; each code that an answer leads back with is redeemed next).
local mode, lines, at, tokens, rest, cookie
local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }

function init(args)
  mode, lines, at, tokens = args[1], {}, 0, {}
  rest = args[3] or ""
  for line in io.lines(args[2]) do lines[#lines + 1] = line end
  if mode == "chain" then for _, token in ipairs(lines) do tokens[#tokens + 1] = token end end
  if mode == "flow" then cookie = { ["Cookie"] = lines[2] } end
end

function request()
  if mode == "chain" then
    return wrk.format("POST", nil, headers, rest .. "&grant_type=refresh_token&refresh_token=" .. (table.remove(tokens, 1) or "none"))
  end
  if mode == "flow" then
    local code = table.remove(tokens, 1)
    return code and wrk.format("POST", nil, headers, lines[3] .. code) or wrk.format("GET", lines[1], cookie)
  end
  at = at % #lines + 1
  local first, second = lines[at]:match("^([^\t]*)\t(.*)$")
  if mode == "get" then
    local authorization = first or lines[at]
    return wrk.format("GET", nil, { ["Authorization"] = authorization ~= "" and authorization or nil, ["DPoP"] = second })
  end
  headers["DPoP"] = second
  return wrk.format("POST", nil, headers, first or lines[at])
end

function response(status, answered, body)
  if mode == "flow" then
    local code = (answered["Location"] or ""):match("[?&]code=([^&]+)")
    if code then tokens[#tokens + 1] = code end
  end
  if mode == "chain" then
    local token = body:match('"refresh_token"%s*:%s*"([^"]+)"')
    if token then tokens[#tokens + 1] = token end
  end
end
