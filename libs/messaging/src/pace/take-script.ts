/**
 * Takes up to ARGV[1] messages' worth out of every limit, all of them or none of a message.
 *
 * A limit is a hash of counts by slot of time, KEYS[i], with window, slot (both ms), capacity and horizon
 * (ms) in ARGV[4i-2 … 4i+1]. A slot counts until all of it lies outside of the window, so that no stretch of the
 * window's length ever holds more than the capacity. The clock is Redis's own: all processes have the
 * same one.
 *
 * Who gets nothing is told when to ask again. So that a long queue does not ask all at once, its places
 * are given out at the limit's own rate, KEYS[#KEYS] holding the next free one, at most the horizon of the
 * limits that are used up ahead. Places are not reservations: whoever comes asks again. Where a limit is
 * found as if nobody had come for a whole window, nobody comes for the places that were given out, and
 * they are given out anew.
 *
 * Returns { granted, ms until the first of the others may ask, ms between them, horizon in ms }.
 * O(slots of the limits).
 */
export const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local wanted = tonumber(ARGV[1])
local limits = #KEYS - 1
local granted, wait, spacing, horizon, idle = wanted, 0, 0, 0, false
for i = 1, limits do
  local window, slot, capacity = tonumber(ARGV[4 * i - 2]), tonumber(ARGV[4 * i - 1]), tonumber(ARGV[4 * i])
  local counts = redis.call('HGETALL', KEYS[i])
  local used, oldest = 0, nil
  for j = 1, #counts, 2 do
    local from = tonumber(counts[j])
    if from + slot <= now - window then
      redis.call('HDEL', KEYS[i], counts[j])
    else
      used = used + tonumber(counts[j + 1])
      if oldest == nil or from < oldest then oldest = from end
    end
  end
  local free = math.max(0, capacity - used)
  if free < wanted then
    granted = math.min(granted, free)
    wait = math.max(wait, oldest and oldest + slot + window - now or window)
    spacing = math.max(spacing, window / capacity)
    horizon = math.max(horizon, tonumber(ARGV[4 * i + 1]))
    idle = idle or used == 0
  end
end
if granted > 0 then
  for i = 1, limits do
    local window, slot = tonumber(ARGV[4 * i - 2]), tonumber(ARGV[4 * i - 1])
    redis.call('HINCRBY', KEYS[i], math.floor(now / slot) * slot, granted)
    redis.call('PEXPIRE', KEYS[i], window + slot)
  end
end
local left = wanted - granted
if left == 0 then return { granted, 0, 0, 0 } end
local queue = KEYS[#KEYS]
local place = math.max(now + wait, idle and 0 or tonumber(redis.call('GET', queue) or 0))
place = math.min(place, now + horizon)
redis.call('SET', queue, math.ceil(place + left * spacing), 'PX', math.ceil(horizon + left * spacing) + 1)
return { granted, math.ceil(place - now), math.ceil(spacing), horizon }
`;
