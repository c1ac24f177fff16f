import { type Command, Option } from 'commander'
import { UserInputError } from '../errors.ts'
import { quote } from '../render/quote.ts'
import type { AnyTool } from '../tools/define.ts'
import { inputSchema } from '../tools/json-schemas.ts'
import { OTHER_FILTERS } from '../tools/params.ts'

/** A property of a tool's input, as JSON Schema says it. */
interface Property {
  type?: string
  description?: string
  enum?: string[]
  items?: { enum?: string[] }
  default?: unknown
}

type Run = (input: Record<string, unknown>, json: boolean) => Promise<void>

/** An argument that may be missing, and is what one would give first. */
const FIRST: Record<string, string[]> = { describe_agent: ['agent_id'] }

/**
 * A tool as a command: its required arguments by position or flag, the others as kebab-case flags, lists by repeating.
 * @param rest the argument that takes whatever else stands there
 */
export function addToolCommand(program: Command, tool: AnyTool, run: Run, rest?: string): Command {
  const schema = inputSchema(tool) as { properties: Record<string, Property>; required?: string[] }
  const required = (schema.required ?? []).filter(name => !('default' in schema.properties[name]!))
  const placed = [...required, ...(FIRST[tool.name] ?? [])]
  const others = Object.keys(schema.properties.where ? OTHER_FILTERS : {}).filter(name => !(name in schema.properties))
  const command = program
    .command(tool.name)
    .description(tool.description)
    .summary(tool.title)
    .helpOption('-h, --help', 'print this help')
    .usage(
      `${placed.map(name => (required.includes(name) ? `<${name}> ` : `[${name}] `)).join('')}${rest ? `[${rest}...] ` : ''}[options]`,
    )
    .addHelpText(
      'after',
      `\nRepeat a flag to give a list: --tool-names a --tool-names b.${others.length > 0 ? OTHERS : ''}`,
    )
    .exitOverride()
  if (tool.name.includes('_')) command.alias(tool.name.replaceAll('_', '-'))
  const short = /^(.+)_conversations?$/.exec(tool.name)?.[1]
  if (short) command.alias(short)
  for (const name of placed) command.argument(`[${name}]`, schema.properties[name]!.description)
  if (rest) command.argument(`[${rest}...]`, schema.properties[rest]!.description)
  for (const [name, property] of Object.entries(schema.properties)) {
    if (name !== rest) command.addOption(flag(name, property))
  }
  for (const [former, name] of Object.entries(tool.formerNames ?? {})) {
    command.addOption(flag(former, schema.properties[name]!).hideHelp())
  }
  for (const name of others) command.addOption(inWhere(name))
  command.option('--json', 'print structuredContent as JSON')
  return command.action((...given: unknown[]) => {
    const { json, ...input } = given[placed.length + (rest ? 1 : 0)] as Record<string, unknown>
    if (rest) input[rest] = given[placed.length]
    placed.forEach((name, at) => {
      if (given[at] === undefined) return
      if (input[name] !== undefined)
        throw new UserInputError(`${name} is given twice: as ${quote(given[at])} and by flag.`)
      input[name] = given[at]
    })
    return run(input, json === true)
  })
}

const OTHERS = '\nThe other filters of list_conversations are flags, too: --said refund.'

/** Whoever knows a filter by name types it like those that have a flag of their own. */
function inWhere(name: string): Option {
  const option = new Option(`--${name.replaceAll('_', '-')} <value>`).hideHelp()
  option.attributeName = () => 'where'
  return option.argParser((value: string, before: string[] = []) => [...before, `${name}=${value}`])
}

function flag(name: string, { type, description, enum: values, items, default: fallback }: Property): Option {
  const kebab = name.replaceAll('_', '-')
  const choices = values ?? items?.enum
  const text = [description, choices && `(${choices.join(', ')})`, fallback !== undefined && `[${fallback}]`]
  const placeholder =
    type === 'integer' || type === 'number' ? ' <n>' : type === 'boolean' ? ' [true|false]' : ' <value>'
  const option = new Option(`--${kebab}${placeholder}`, text.filter(Boolean).join(' '))
  option.attributeName = () => name
  if (type === 'array') return option.argParser((value: string, before: string[] = []) => [...before, value])
  if (type === 'boolean') return option.argParser(value => ({ true: true, false: false })[value] ?? value)
  if (type === 'integer' || type === 'number') {
    return option.argParser(value => (/^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value))
  }
  return option
}
