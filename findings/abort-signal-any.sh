#!/bin/sh
# A deadline made with AbortSignal.any([caller, AbortSignal.timeout(ms)]) may never come on Node 20: nobody but the
# combined signal's listener holds the signal, it is garbage-collected while it is waited for, and the listener is never
# called. On Node 22 and later the combined signal stays alive until it aborts. AbortSignal.timeout alone is fine on both.
# A tool call of a server on Node 20 then runs on beyond its deadline; a controller and a timer of one's own do not.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > deadline.mjs <<'JS'
const seen = new Set()
const wait = (name, signal) => signal.addEventListener('abort', () => seen.add(name), { once: true })
const caller = new AbortController()
wait('any', AbortSignal.any([caller.signal, AbortSignal.timeout(300)]))
wait('timeout', AbortSignal.timeout(300))
const own = new AbortController()
wait('own timer', own.signal)
setTimeout(() => own.abort(), 300)
setTimeout(() => globalThis.gc(), 50)
setTimeout(() => {
  const told = ['any', 'timeout', 'own timer'].map(name => `${name}: ${seen.has(name) ? 'aborted' : 'never aborted'}`)
  console.log(`${process.version} ${told.join(', ')}`)
}, 2000)
JS

npm init -y > /dev/null
npm install --silent --no-audit --no-fund node20@npm:node@20.19.5 node22@npm:node@22.16.0
old=$(node_modules/node20/bin/node --expose-gc deadline.mjs)
new=$(node_modules/node22/bin/node --expose-gc deadline.mjs)
printf '%s\n%s\n' "$old" "$new"
[ "$old" = "v20.19.5 any: never aborted, timeout: aborted, own timer: aborted" ]
[ "$new" = "v22.16.0 any: aborted, timeout: aborted, own timer: aborted" ]
