import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Post {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** A real receiver of webhooks. @param answer how each post is answered; 204 by default */
export async function startReceiver(answer: (post: Post, response: ServerResponse, count: number) => void = () => {}) {
  const posts: Post[] = []
  const waiting: { count: number; resolve(): void }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', text => {
      body += text
    })
    request.on('end', () => {
      const post = { path: request.url!, headers: request.headers, body }
      posts.push(post)
      response.statusCode = 204
      answer(post, response, posts.length)
      response.end()
      for (const { count, resolve } of waiting) if (posts.length >= count) resolve()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    posts,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?team=1`,
    received: (count: number) =>
      new Promise<void>(resolve => (posts.length >= count ? resolve() : waiting.push({ count, resolve }))),
    close: () => new Promise(resolve => server.close(resolve).closeAllConnections()),
  }
}
