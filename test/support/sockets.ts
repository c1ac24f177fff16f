import { connect, createServer } from 'node:net'
import { onTestFinished } from 'vitest'

/** An address that nobody listens at. */
export async function closedPort(): Promise<string> {
  const server = createServer()
  const port = await listen(server)
  await new Promise(resolve => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

export async function hangUpAtOnce(): Promise<string> {
  const server = createServer(socket => socket.destroy())
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${await listen(server)}`
}

export async function noHttp(): Promise<string> {
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.end('220 mail.example ready\r\n')
  })
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${await listen(server)}`
}

/** A proxy that answers CONNECT in these words (or hangs up), and where it agrees, connects to the host of its own choice. */
export async function proxyTo(host: string, answer: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', head => {
      asked.push(String(head).split('\r\n')[0]!)
      if (answer === '') return void socket.destroy()
      socket.write(`${answer}\r\n\r\n`)
      if (!answer.includes(' 200 ')) return
      const [name, port] = host.split(':')
      const onward = connect(Number(port), name)
      onward.on('error', () => {})
      socket.pipe(onward).pipe(socket)
      onTestFinished(() => void onward.destroy())
    })
    onTestFinished(() => void socket.destroy())
  })
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${await listen(server)}`, asked }
}

export async function mutePort(): Promise<number> {
  const server = createServer(socket => {
    socket.on('error', () => {})
    onTestFinished(() => void socket.destroy())
  })
  onTestFinished(() => void server.close())
  return listen(server)
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as { port: number }).port
}
