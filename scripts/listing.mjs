// Writes what the MCP registry lists, server.json, and its name into package.json, by which the registry knows whose the
// package is. The namespace is that of whoever publishes: io.github.OWNER, or a domain of theirs reversed. Without one
// the listing is renewed under the name that it has.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { manifestOf } from './bundle.mjs'

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'
const NAMESPACE = /^[a-z\d-]+(\.[a-z\d-]+)+$/i
/** Characters of a description. */
const LONGEST = 100

/**
 * @param {object} described - package.json
 * @param {string} namespace
 * @returns {object} server.json
 */
export function listingOf(described, namespace) {
  const { name, version, description } = described
  if (!NAMESPACE.test(namespace))
    throw new Error(`${namespace} is no namespace such as io.github.OWNER or com.example.`)
  if (description.length > LONGEST) {
    throw new Error(
      `The description in package.json has ${description.length} characters; the registry takes ${LONGEST}.`,
    )
  }
  const { display_name: title, server, user_config: asked } = manifestOf(described)
  // What a person is asked for is the same as in the bundle.
  const environmentVariables = Object.entries(server.mcp_config.env).map(([variable, value]) => {
    const {
      title,
      description: [initial, ...rest],
      required = false,
      sensitive = false,
      type,
    } = asked[/^\$\{user_config\.(\w+)\}$/.exec(value)[1]]
    const description = `${title}: ${initial.toLowerCase()}${rest.join('')}`
    return { name: variable, description, isRequired: required, isSecret: sensitive, format: type }
  })
  return {
    $schema: SCHEMA,
    name: `${namespace}/${name}`,
    title,
    description,
    version,
    packages: [
      {
        registryType: 'npm',
        identifier: name,
        version,
        runtimeHint: 'npx',
        transport: { type: 'stdio' },
        environmentVariables,
      },
    ],
  }
}

/** @param {{ mcpName: string }} described - package.json */
export const namespaceOf = ({ mcpName }) => mcpName.split('/')[0]

/**
 * @param {string} root - the project's folder
 * @param {string} [given] - the namespace; that of package.json where there is none
 */
export async function list(root, given) {
  const file = join(root, 'package.json')
  const described = JSON.parse(await readFile(file, 'utf8'))
  const listing = listingOf(described, given ?? namespaceOf(described))
  const write = (path, content) => writeFile(path, `${JSON.stringify(content, null, 2)}\n`)
  await write(file, { ...described, mcpName: listing.name })
  await write(join(root, 'server.json'), listing)
  return listing.name
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const name = await list(fileURLToPath(new URL('..', import.meta.url)), process.argv[2])
  console.log(`wrote server.json and mcpName in package.json: ${name}. Next: npm run release`)
}
