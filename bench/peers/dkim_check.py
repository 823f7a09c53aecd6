# Verifies both signatures of each message by python3-dkim, with keys out of a file:
# python3 dkim_check.py KEYS MESSAGE...; see docs/guides/peers.md.
import dkim, sys
keys = {}
for line in open(sys.argv[1]):
    name, value = line.rstrip().split(' ', 1)
    keys[name.encode() + b'.'] = value.encode()
total = passed = 0
for path in sys.argv[2:]:
    raw = open(path, 'rb').read().replace(b'\n', b'\r\n')
    for which in range(2):
        total += 1
        passed += dkim.DKIM(raw).verify(idx=which, dnsfunc=lambda name, timeout=5: keys.get(name))
print(f'{passed} of {total} signatures')
