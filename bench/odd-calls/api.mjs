// An API with one odd call and a few ordinary ones, in a process of its own. Arguments: the kind and its size.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { BODIES, ordinary } from './bodies.mjs'

const [kind, size] = process.argv.slice(2)
const bodies = [...(kind ? [BODIES[kind](Number(size))] : []), ...Array.from({ length: 5 }, (_, at) => ordinary(at))]
const texts = new Map(bodies.map(body => [body.conversation_id, JSON.stringify(body)]))
const items = bodies.map(({ conversation_id, agent_id, agent_name, status, metadata, analysis, transcript }) => ({
  ...{ conversation_id, agent_id, agent_name, status, message_count: transcript.length },
  start_time_unix_secs: metadata.start_time_unix_secs,
  call_duration_secs: metadata.call_duration_secs,
  call_successful: analysis.call_successful,
}))

function answerTo(path) {
  const id = /^\/v1\/convai\/conversations\/([^/?]+)$/.exec(path)?.[1]
  if (id) return texts.get(id)
  if (/conversations$/.test(path)) return JSON.stringify({ conversations: items, has_more: false, next_cursor: null })
  return JSON.stringify({ agents: [], tags: [], has_more: false, next_cursor: null })
}

const server = createServer((request, response) => {
  const text = answerTo(new URL(request.url, 'http://localhost').pathname)
  response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'application/json' })
  response.end(text ?? '{}')
}).listen(0, '127.0.0.1')
await once(server, 'listening')
console.log(`http://127.0.0.1:${server.address().port}`)
process.stdin.resume().once('end', () => process.exit())
