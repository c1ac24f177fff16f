import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/* What Dockerfile and compose.yaml say, as far as tests want to know it. */

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')

export const DOCKERFILE = read('Dockerfile')
export const COMPOSE = read('compose.yaml')

const listAfter = (pattern: RegExp): string[] => JSON.parse(pattern.exec(DOCKERFILE)![1]!)

/** Of the stage that is run. */
export const image = {
  entrypoint: listAfter(/^ENTRYPOINT (\[.*\])$/m),
  command: listAfter(/^CMD (\[.*\])$/m),
  healthcheck: listAfter(/^HEALTHCHECK .*\\\n {2}CMD (\[.*\])$/m),
  env: Object.fromEntries([...DOCKERFILE.matchAll(/^ENV (\w+)=(\S+)$/gm)].map(([, name, value]) => [name!, value!])),
  /** What is copied from the stage that builds. */
  files: [...DOCKERFILE.matchAll(/^COPY --from=build \/app\/(\S+) \.\/\S*$/gm)].map(([, path]) => path!),
}

interface Service {
  command?: string[]
  environment: Record<string, string>
  [member: string]: unknown
}

/** With these variables in the environment of `docker compose`; one that is required and missing is an error there. */
export function composed(variables: Record<string, string>): { services: { server: Service; store: Service } } {
  const filled = (text: string): string =>
    text.replace(/\$\{(\w+)(?:(:[?-])([^}]*))?\}/g, (_, name: string, kind?: string, rest?: string) => {
      const value = variables[name]
      if (value !== undefined) return value
      if (kind === ':-') return rest ?? ''
      throw new Error(`${name}: ${rest ?? 'is not set'}`)
    })
  return JSON.parse(JSON.stringify(parse(COMPOSE)), (_, value) => (typeof value === 'string' ? filled(value) : value))
}
