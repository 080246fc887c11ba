/**
 * Where the web app's files come from. In a checkout they are built when they are asked for and not
 * of the present sources, in a process of its own, so that no call waits for a compiler; a published
 * package brings them along.
 */
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../application/ports.ts'
import { intakePage, type IntakePage } from '../surfaces/intake/page.ts'
import { readWebFiles, type WebFile, type WebFiles } from '../surfaces/web/files.ts'

export interface WebApp {
  /** The files; waits while they are being built. @throws with words for people */
  files(): Promise<WebFiles>
  close(): void
}

const ROOT = join(import.meta.dirname, '../..')
const DIST = join(ROOT, 'ui/dist')
const BUILD = join(ROOT, 'ui/build/run.ts')

/** Nothing is built before the first `files()`. */
export function openWebApp(log: Log): WebApp {
  const end = new AbortController()
  let built: Promise<void> | undefined
  let read: { readonly stamp: number; readonly files: Promise<WebFiles> } | undefined
  return {
    async files() {
      built ??= existsSync(BUILD) ? build(log, end.signal) : Promise.resolve()
      await built
      // Built anew by hand: shown at the next request.
      const stamp = stampOf()
      if (read?.stamp !== stamp) read = { stamp, files: readWebFiles(DIST) }
      const { files } = read
      return files.catch((error: unknown) => {
        read = undefined
        throw error
      })
    },
    close: () => end.abort(),
  }
}

/** The page of one-time requests, of the same build; its policy is worked out once per file. */
export function intakePages(web: Pick<WebApp, 'files'>): () => Promise<IntakePage> {
  let made: { readonly of: WebFile; readonly page: IntakePage } | undefined
  return async () => {
    const file = (await web.files()).get('/hand-over/index.html')
    if (!file) throw new Error('The build has no page of one-time requests')
    if (made?.of !== file) made = { of: file, page: intakePage(file.forms.identity) }
    return made.page
  }
}

/** `build.json` is the last file that a build writes. */
const stampOf = (): number =>
  statSync(join(DIST, 'build.json'), { throwIfNoEntry: false })?.mtimeMs ?? 0

/** A failed build is told; where an older one is there, it is shown all the same. */
async function build(log: Log, signal: AbortSignal): Promise<void> {
  const said = await run(signal)
  if (said === undefined || signal.aborted) return
  if (stampOf() === 0) throw new Error(said)
  log.warn({ said }, 'The web app could not be built anew; an older one is shown')
}

/** What a build that failed said. It gets none of our environment: there may be secrets in it. */
function run(signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [BUILD, '--quiet', '--if-older'], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'pipe'],
      signal,
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.on('error', (error) => resolve(error.message))
    child.on('close', (status) => resolve(status === 0 ? undefined : said.trim()))
  })
}
