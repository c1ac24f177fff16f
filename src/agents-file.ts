import { constants } from 'node:fs'
import { open, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/* `agents.json`, in which the platform's command line keeps which agents a project has, and in which files. */

/** An agent of the project. */
export interface ProjectAgent {
  id: string
  /** File with its settings, relative to the folder; null: there is none that may be named. */
  config: string | null
  /** The same of its branches. */
  branches: { name: string; branchId: string | null; config: string | null }[]
}

export interface ProjectAgents {
  agents: ProjectAgent[]
  /** What is wrong with the file or with what it names; empty: nothing is. */
  problems: string[]
}

const MOST_BYTES = 1_000_000
const MOST_AGENTS = 200
const MOST_BRANCHES = 50

/** The agents of a folder, or none. Nothing outside of the folder is looked at, whatever the file names or links to. */
export async function projectAgents(folder: string): Promise<ProjectAgents> {
  const root = await realpath(folder).catch(() => null)
  const path = root && (await inside(root, 'agents.json'))
  if (!path) return { agents: [], problems: [] }
  const text = await readFile(path)
  if (text === null) {
    return { agents: [], problems: ['agents.json is not a file of at most 1 MB that can be read; it is ignored.'] }
  }
  const entries = entriesOf(text)
  if (entries === null) {
    return {
      agents: [],
      problems: ['agents.json is not JSON of the form {"agents": [{"id", "config"}]}; it is ignored.'],
    }
  }
  const problems: string[] = []
  const agents: ProjectAgent[] = []
  const known = async (config: unknown): Promise<string | null> => {
    if (typeof config !== 'string' || config === '') return null
    const found = await inside(root!, config)
    if (found) return relative(root!, found).split(sep).join('/')
    problems.push('agents.json names a file that is not in its folder; it is left out.')
    return null
  }
  for (const { id, config, branches } of entries.slice(0, MOST_AGENTS)) {
    if (typeof id !== 'string' || id === '') continue
    const all = isObject(branches) ? Object.entries(branches).slice(0, MOST_BRANCHES) : []
    const own: ProjectAgent = { id, config: await known(config), branches: [] }
    for (const [name, branch] of all) {
      if (!isObject(branch)) continue
      const { branch_id: branchId, config: file } = branch
      own.branches.push({
        ...{ name, branchId: typeof branchId === 'string' ? branchId : null, config: await known(file) },
      })
    }
    agents.push(own)
  }
  return { agents, problems: [...new Set(problems)] }
}

/** The path without links, where it is a file of the folder; else null. */
async function inside(root: string, name: string): Promise<string | null> {
  // A name with a zero byte is none.
  const path = await realpath(join(root, name)).catch(() => null)
  if (path === null || !path.startsWith(root.endsWith(sep) ? root : root + sep)) return null
  const found = await stat(path).catch(() => null)
  return found?.isFile() ? path : null
}

/** null: it is too large, or cannot be read. */
async function readFile(path: string): Promise<string | null> {
  // It may have become a link or a pipe meanwhile: the first is refused, the second is not waited for.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)).catch(
    () => null,
  )
  if (file === null) return null
  try {
    const { size } = await file.stat()
    return size > MOST_BYTES ? null : (await file.readFile('utf8')).slice(0, MOST_BYTES)
  } catch {
    return null
  } finally {
    await file.close()
  }
}

function entriesOf(text: string): Record<string, unknown>[] | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return isObject(value) && Array.isArray(value.agents) ? value.agents.filter(isObject) : null
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
