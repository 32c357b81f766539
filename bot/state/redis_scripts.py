"""What Redis does in one step, since nothing else runs there meanwhile: scripts in Lua."""

WRITE = """
if ARGV[1] ~= '' and redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
for i = 2, #KEYS do
  local sealed, milliseconds = ARGV[2 * i - 2], ARGV[2 * i - 1]
  if milliseconds == '0' then redis.call('DEL', KEYS[i]) else redis.call('SET', KEYS[i], sealed, 'PX', milliseconds) end
end
return 1
"""
"""Write all or nothing, and nothing for a process whose turn has become somebody else's."""

INCREMENT = """
local times = redis.call('INCR', KEYS[1])
if times == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return times
"""

CLAIM = """
local kept = redis.call('GET', KEYS[1])
if kept then return kept end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
"""

NEWEST = """
local newest = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%.0f', newest), 'PX', ARGV[2])
return newest
"""

SLOT = """
local time = redis.call('TIME')
local now, each, silent = time[1] * 1000000 + time[2], 1000000 / ARGV[1], tonumber(ARGV[2])
local burst, longest, begins = tonumber(ARGV[3]), tonumber(ARGV[4]), now
local kept = tonumber(redis.call('GET', KEYS[1]) or 0)
if kept > now + burst + longest + each then kept = 0 end
if silent > 0 then begins = now + silent + burst - each end
local empty_at = math.max(kept, begins) + each
local wait = math.ceil(math.max(0, empty_at - burst - now))
if wait <= longest then
  redis.call('SET', KEYS[1], string.format('%.0f', empty_at), 'PX', math.ceil((empty_at - now) / 1000))
end
return wait
"""
"""What `slots.Bucket` does, by the clock of Redis, in microseconds.

A queue that is longer than any can be was counted before the clock was put back, and is none.
"""
