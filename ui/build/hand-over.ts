/**
 * Builds the sender's page: one script, one style, in one file, with nothing of the web app in it.
 * The server makes the policy from the very bytes (`src/surfaces/intake/page.ts`).
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { UI } from './sources.ts'

/** Compressed with gzip, the whole page. */
export const HAND_OVER_BUDGET = 30_000

/** @returns bytes of the page, compressed */
export async function buildHandOver(into: string, quiet: boolean): Promise<number> {
  const source = join(UI, 'hand-over')
  const folder = join(into, 'hand-over')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const built = (await build({
    root: source,
    configFile: false,
    logLevel: quiet ? 'error' : 'warn',
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(source, 'page.ts'),
        checks: { pluginTimings: false },
        output: { format: 'es', codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput
  const [script] = built.output
  const style = readFileSync(join(source, 'page.css'), 'utf8')
  // A function, because `$&` and the like in a script are no patterns.
  const page = readFileSync(join(source, 'page.html'), 'utf8')
    .replace('/*style*/', () => packed(style))
    .replace('/*script*/', () => script.code.replaceAll('</script', '<\\/script').trim())
  writeFileSync(join(folder, 'index.html'), page)
  return gzipSync(page, { level: 9 }).length
}

/** Comments and the space around them are for readers of the source. */
const packed = (css: string): string =>
  css
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
