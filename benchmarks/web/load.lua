-- Asks for the addresses of a file, one after the other; each thread begins at a place of its own.
local threads = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(args)
  paths = {}
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  at = math.floor(id * #paths / 2)
  head = { ["Accept"] = args[2] }
end

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], head)
end

function done(summary, latency, requests)
  local wrong = summary.errors.status + summary.errors.timeout + summary.errors.read
  io.write(string.format("RESULT %.1f %.3f %d %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(95) / 1000, summary.requests, wrong))
end
