import { afterAll, afterEach, beforeAll } from 'vitest'
import { connect, type TestClient } from './client.ts'
import { type OwnHttp, startWorld, type TestWorld, withHttp } from './world.ts'

/**
 * A world for all tests of the file or the `describe` that calls this: started before them and closed after them, and no
 * fault outlasts the test that switched it on. Until the tests run it is not there.
 */
export function worldOfTests(...how: Parameters<typeof startWorld>): Omit<TestWorld, 'close'> {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld(...how)
  })
  afterEach(() => world.api.faults.clear())
  afterAll(() => world.close())
  return {
    get api() {
      return world.api
    },
    get app() {
      return world.app
    },
  }
}

/** Lends a client of a server of its own, which remembers nothing of earlier tests, over the API of this world. */
export function freshOver(world: Pick<TestWorld, 'app'>, usual: OwnHttp) {
  return async <T>(use: (client: TestClient) => Promise<T>, options: OwnHttp = {}, open = connect): Promise<T> => {
    const app = withHttp(world.app, { ...usual, ...options })
    const client = await open(app)
    try {
      return await use(client)
    } finally {
      await client.close()
      await app.close()
    }
  }
}
