/**
 * `hubward start` as somebody types it for the first time: a process of its own, an empty folder,
 * the embedded database, and the link on the terminal.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface FirstStart {
  /** `http://localhost:…`, as it was printed. */
  readonly url: string
  /** The one-time link, as it was printed. */
  readonly link: string
  /** All that was printed so far. */
  readonly said: () => string
  close(): Promise<void>
}

const LINK = /^ {2}((http:\/\/localhost:\d+)\/welcome#\S+)$/m

/** Rejects with what the command said where it ended before it printed a link. */
export async function firstStart(hubspotUrl: string): Promise<FirstStart> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hubward-first-'))
  const child = spawn(process.execPath, ['bin/hubward.mjs', 'start'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HUBWARD_DATA: dataDir,
      HUBWARD_PORT: '0',
      HUBWARD_HUBSPOT_BASE_URL: hubspotUrl,
      HUBWARD_LOG_LEVEL: 'error',
    },
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const close = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  }
  let said = ''
  const printed = new Promise<readonly [link: string, url: string]>((resolve, reject) => {
    const hear = (text: Buffer): void => {
      said += text.toString()
      const [, link, url] = LINK.exec(said) ?? []
      if (link !== undefined && url !== undefined) resolve([link, url])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('close', () => reject(new Error(`hubward did not start: ${said}`)))
  })
  try {
    const [link, url] = await printed
    return { url, link, said: () => said, close }
  } catch (error) {
    await close()
    throw error
  }
}
