import { randomBytes } from 'node:crypto'
import { type FileHandle, link, open, realpath, rename, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { makeFolder } from '../../make-folder.ts'
import { ExportError, exportError } from '../errors.ts'
import { fileStem } from './file-name.ts'

/** A file that is being written and has no name yet under which anybody would look for it. */
export interface ExportFile {
  write(text: string): Promise<void>
  /** Gives it its name, once all of it is on the disk. */
  finish(): Promise<{ path: string; bytes: number }>
  /** Leaves nothing behind; may be called at any time. */
  abandon(): Promise<void>
}

/**
 * A new file in the export folder, which is made where it does not exist, both for their owner only. Until it is finished
 * it bears a hidden name that ends in `.part`, so that no half of an export looks whole; then it gets the suggested name,
 * or the first free one of `name-2`, `name-3` … Nothing is ever overwritten or written elsewhere.
 * @throws UserInputError for a name that is a path
 * @throws ConfigurationError for a folder that cannot be used
 */
export async function openExportFile(folder: string, suggestedName: string, extension: string): Promise<ExportFile> {
  const stem = fileStem(suggestedName, extension)
  const wanted = resolve(folder)
  const attempt = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch(error => {
      throw exportError(error, wanted)
    })
  const { home, part, handle } = await attempt(() => begin(wanted, stem))
  let size = 0
  let isOpen = true
  const close = async (): Promise<void> => {
    if (isOpen) await handle.close()
    isOpen = false
  }
  return {
    write: text =>
      attempt(async () => {
        await handle.appendFile(text)
        size += Buffer.byteLength(text)
      }),
    finish: () =>
      attempt(async () => {
        // A full disk may show only now.
        await handle.sync()
        await close()
        return { path: await settle(part, home, stem, extension), bytes: size }
      }),
    async abandon() {
      await close().catch(() => undefined)
      await unlink(part).catch(() => undefined)
    },
  }
}

async function begin(folder: string, stem: string): Promise<{ home: string; part: string; handle: FileHandle }> {
  makeFolder(folder)
  const home = await realpath(folder)
  const part = join(home, `.${stem}.${randomBytes(6).toString('hex')}.part`)
  return { home, part, handle: await open(part, 'wx', 0o600) }
}

/** More exports of one name than this are a mistake. */
const MOST_NUMBERS = 10_000

/** Gives the file the first free name. */
async function settle(part: string, home: string, stem: string, extension: string): Promise<string> {
  for (let number = 1; number <= MOST_NUMBERS; number++) {
    const path = join(home, `${stem}${number === 1 ? '' : `-${number}`}.${extension}`)
    if (await moved(part, path)) return path
  }
  throw new ExportError(`No file was written: ${home} has too many files named ${stem}. Choose another name.`)
}

/** False where the name is taken. A plain rename would overwrite what has it, a link never does. */
async function moved(part: string, path: string): Promise<boolean> {
  try {
    await link(part, path)
  } catch (error) {
    if (isTaken(error)) return false
    return reserved(part, path)
  }
  // The export is whole and has its name; its other name is only untidy.
  await unlink(part).catch(() => undefined)
  return true
}

/** For disks without hard links: the name is taken first, empty, and then given to the file. */
async function reserved(part: string, path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx', 0o600)).close()
  } catch (error) {
    if (isTaken(error)) return false
    throw error
  }
  await rename(part, path).catch(async error => {
    await unlink(path).catch(() => undefined)
    throw error
  })
  return true
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'
