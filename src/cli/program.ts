import { Command, Option } from 'commander'
import { HTTP_SETTINGS, type RawHttpSettings } from '../http/settings.ts'
import { quote } from '../render/quote.ts'
import { printable } from '../render/text.ts'
import { type RawSettings, SETTINGS, type Setting, type SettingName } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { unknownName } from '../tools/arguments.ts'
import { checkCommand } from '../tools/check.ts'
import type { AnyTool } from '../tools/define.ts'
import { TOOLS } from '../tools/index.ts'
import { reportCommand } from '../tools/report.ts'
import { VERSION } from '../version.ts'
import { ARCHIVE_ACTIONS, type ArchiveAction } from './archive.ts'
import { CLIENT_NAMES } from './setup/clients.ts'
import type { SetupOptions } from './setup/setup.ts'
import type { SyncOptions } from './sync.ts'
import { addToolCommand } from './tool-command.ts'

/** What the command line can ask for. */
export interface Actions {
  serve(): Promise<void>
  http(settings: RawHttpSettings): Promise<void>
  tool(tool: AnyTool, input: Record<string, unknown>, json: boolean): Promise<void>
  check(input: Record<string, unknown>, json: boolean): Promise<void>
  report(input: Record<string, unknown>, json: boolean): Promise<void>
  setup(options: SetupOptions): Promise<void>
  doctor(): Promise<void>
  sync(options: SyncOptions): Promise<void>
  copy(options: { to: string }): Promise<void>
  archive(action: ArchiveAction, options: { before?: string; yes?: boolean }): Promise<void>
}

/** When answers have colour. */
const COLOR_CHOICES = ['auto', 'always', 'never'] as const
export type Color = (typeof COLOR_CHOICES)[number]

/** Where nothing is said, calls are read that started since then. */
const SINCE = '90d'

/** What to do next, where commander does not say it. Too many arguments are mostly words without quotes, or a list behind one flag. */
function withHint(text: string): string {
  if (text.startsWith('error: too many arguments'))
    return `${text.trimEnd()} Quote what belongs together, and repeat a flag for each entry of its list.\n`
  if (text.startsWith('error: unknown option') && !text.includes('(Did you mean'))
    return `${text.trimEnd()}. Add --help to a command to see its options.\n`
  return text
}

/** The whole command line: settings, one command a tool, `doctor`; without a command the server itself. */
export function createProgram(
  { out, err }: Pick<Terminal, 'out' | 'err'>,
  run: (settings: RawSettings, color: Color) => Actions,
): Command {
  const program = new Command('conversations-mcp')
    .description('Answers questions about voice-agent calls: an MCP server over stdio, with its tools as commands.')
    .usage('[settings] [command] [arguments]')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help or the help of a command')
    .helpCommand(false)
    .exitOverride()
    // It repeats what was typed; the commands inherit this.
    .configureOutput({ writeOut: out, writeErr: err, outputError: (text, write) => write(printable(withHint(text))) })
  for (const [name, setting] of Object.entries(SETTINGS) as [SettingName, Setting][]) {
    if (setting.flag !== undefined) program.addOption(settingOption(name, setting))
  }
  program.addOption(
    new Option('--color <when>', 'colour at a terminal; NO_COLOR is heeded [auto]').choices(COLOR_CHOICES),
  )
  const actions = () => {
    const { color = 'auto', ...settings } = program.opts<RawSettings & { color?: Color }>()
    return run(settings, color)
  }
  program.argument('[command]').action((unknown: string | undefined) => {
    if (unknown === undefined) return actions().serve()
    if (Object.values<Setting>(SETTINGS).some(({ flag }) => flag === unknown))
      return program.error(`error: Unknown command ${quote(unknown)}. It is a setting: --${unknown}, before a command.`)
    return program.error(
      `error: ${unknownName(
        'command',
        unknown,
        program.commands.map(command => command.name()),
      )}`,
    )
  })
  for (const tool of TOOLS) addToolCommand(program, tool, (input, json) => actions().tool(tool, input, json))
  addToolCommand(program, checkCommand, (input, json) => actions().check(input, json), 'conditions').option(
    '--junit <file>',
    'also write the findings to a file as JUnit XML',
  )
  const http = program
    .command('http')
    .description('serve a team over HTTP: MCP at /mcp, with tokens or OAuth, health checks')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .addHelpText('after', () => environmentOnly(HTTP_SETTINGS).join('\n'))
    .action((settings: RawHttpSettings) => actions().http(settings))
  for (const [name, setting] of Object.entries<Setting>(HTTP_SETTINGS)) {
    if (setting.flag !== undefined) http.addOption(settingOption(name, setting))
  }
  addToolCommand(program, reportCommand, (input, json) => actions().report(input, json)).option(
    '--out <file>',
    'path of the file (default: a file in the export directory); an existing one is kept',
  )
  program
    .command('setup')
    .description('add this server, with the settings given here, to the configuration of an MCP client')
    .addOption(new Option('--client <client>', 'the client').choices(CLIENT_NAMES))
    .option('--name <name>', 'name of the server in that client', 'conversations')
    .option('--print', 'show the entry and its file; write nothing')
    .option('--link', 'print a link that installs the entry with one click (cursor, vscode); write nothing')
    .option('--yes', 'write without asking')
    .option('--replace', 'replace another entry of that name without asking')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .action((options: SetupOptions) => actions().setup(options))
  program
    .command('doctor')
    .description('check settings, key, connection and disk; report what to fix')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .action(() => actions().doctor())
  program
    .command('sync')
    .description('sync calls into the local archive; resumable')
    .option(
      '--since <period>',
      'calls that started since then: 90d, 2026-10-05, last month',
      given => given.trim() || SINCE,
      SINCE,
    )
    .option('--agent-id <value>', 'only calls of this agent (id or name)')
    .option('--lists-only', 'sync list data only, no transcripts')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .action((options: SyncOptions) => actions().sync(options))
  const archive = program
    .command('archive')
    .description('manage the local archive')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
  for (const [action, about] of Object.entries(ARCHIVE_ACTIONS) as [ArchiveAction, string][]) {
    const command = archive
      .command(action)
      .description(about)
      .helpOption('-h, --help', 'print this help')
      .exitOverride()
    if (action === 'prune') command.requiredOption('--before <date>', 'calls that started before then: 2026-01-01, 90d')
    if (action === 'delete') command.option('--yes', 'confirm the deletion')
    command.action((options: { before?: string; yes?: boolean }) => actions().archive(action, options))
  }
  archive
    .command('copy')
    .description('copy all of it to a PostgreSQL database or a file, and verify the copy; resumable')
    .requiredOption(
      '--to <place>',
      "where to: postgres://user@host/database, the path of a file, or 'file' for the usual one",
    )
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .action((options: { to: string }) => actions().copy(options))
  program.addHelpText('after', environmentHelp)
  return program
}

function settingOption(name: string, { flag, value, choices, default: fallback, help, env }: Setting): Option {
  // Values are checked in `config.ts`, together with those of the environment.
  const shown = value ?? choices?.join('|')
  const text = [help, choices && value && `(${choices.join(', ')})`, fallback && `[${fallback}]`, env && `[${env}]`]
  const option = new Option(`--${flag}${shown ? ` <${shown}>` : ''}`, text.filter(Boolean).join(' '))
  // The option's attribute is the setting's name, so that `program.opts()` is a set of raw settings.
  option.attributeName = () => name
  return shown ? option : option.argParser(() => 'on')
}

function environmentOnly(settings: Record<string, Setting>): string[] {
  const rows = Object.values(settings).filter(({ flag }) => flag === undefined)
  const width = Math.max(...rows.map(({ env }) => env!.length))
  return [
    '',
    'Environment only:',
    ...rows.map(
      ({ env, help, choices }) => `  ${env!.padEnd(width)}  ${help}${choices ? ` (${choices.join(', ')})` : ''}`,
    ),
  ]
}

const environmentHelp = (): string =>
  [
    ...environmentOnly(SETTINGS),
    '',
    'Exit codes: 0 success, 1 failure, 2 usage error; check: 3 a condition fails, 4 undecided.',
    'Try it without a key:  conversations-mcp --demo list_conversations --after "last week"',
  ].join('\n')
