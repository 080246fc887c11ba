/**
 * Opens a ZIP in a thread of its own, which is ended when it takes too long or too much memory: the
 * sender chooses every byte of it.
 */
import { Worker } from 'node:worker_threads'
import type { IntakeRefusalName } from '../../domain/intake/refusals.ts'
import { redacted, type Redacted } from '../../domain/redacted.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { ZipAnswer } from './zip-entry.ts'

/** PBKDF2 of one entry and 64 KiB of inflating take some 20 ms; a starting thread some 100. */
const MOST_MS = 5_000

const MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 }

export function openZipFile(
  file: Uint8Array,
  passphrase: string,
  mostMs = MOST_MS,
): Promise<Result<Redacted<string>, IntakeRefusalName>> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./zip-worker.ts', import.meta.url), {
      workerData: { file: Uint8Array.from(file), passphrase },
      resourceLimits: MEMORY,
      // It needs nothing of ours, and there may be secrets in it.
      env: {},
      execArgv: [],
    })
    const end = (answer: Result<Redacted<string>, IntakeRefusalName>): void => {
      clearTimeout(late)
      resolve(answer)
      worker.terminate().catch(() => undefined)
    }
    const late = setTimeout(() => end(err('zip_timed_out')), mostMs)
    worker.once('message', (answer: ZipAnswer) => end(textOf(answer)))
    worker.once('error', () => end(err('zip_malformed')))
    worker.once('exit', () => end(err('zip_malformed')))
  })
}

function textOf(answer: ZipAnswer): Result<Redacted<string>, IntakeRefusalName> {
  if ('refused' in answer) return err(answer.refused)
  try {
    return ok(redacted(new TextDecoder('utf-8', { fatal: true }).decode(answer.text)))
  } catch {
    return err('zip_malformed')
  } finally {
    answer.text.fill(0)
  }
}
