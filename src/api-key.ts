import { ConfigurationError } from './errors.ts'

/** `NAME=key` of a shell or an .env file, `xi-api-key: key` of an example request, `Bearer key`. */
const LABEL =
  /^(?:(?:export\s+|set\s+|\$env:)?(?=\w*(?:key|token|secret)\b)[a-z_]\w*\s*=\s*|xi-api-key\s*[:=]\s*|bearer\s+)(?=\S)/i
const QUOTED = /^(["'`])(.*)\1$|^[“„”](.*)[“”]$|^[‘‚’](.*)[‘’]$/s

/** The key itself, of what was pasted with quotes round it, or with its name before it. */
export function bareKey(pasted: string): string {
  const text = pasted.trim()
  const quoted = QUOTED.exec(text)
  const bare = (quoted ? (quoted[2] ?? quoted[3] ?? quoted[4] ?? '') : text.replace(LABEL, '')).trim()
  return bare === text ? text : bareKey(bare)
}

/** What is no key but stands where one should be put, by how it looks. */
const PLACEHOLDERS: [RegExp, string][] = [
  [/^\$\(|^`/, 'a shell command'],
  [/^\$(env:)?\w+$|^\$\{|^%\w+%$|^\{\{.*\}\}$|^env:\w+$/i, 'the name of a variable'],
  [/^<.*>$|^\[.*\]$|^(?:your|my)[\s_-].*key/i, 'a placeholder'],
]

/**
 * Text that cannot be a key must not travel as one.
 * @throws ConfigurationError that says what was pasted, without repeating it
 */
export function checkKey(key: string): void {
  const pasted = PLACEHOLDERS.find(([looks]) => looks.test(key))?.[1]
  if (pasted === undefined) return
  throw new ConfigurationError(
    `ELEVENLABS_API_KEY contains ${pasted}, not an API key: the MCP client (or shell) passed it on without expanding it. Set the key itself, or set ELEVENLABS_API_KEY_FILE to a file that contains it.`,
  )
}
