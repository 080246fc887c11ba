import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { readTree } from './files.ts'
import { AT_LEAST } from './layers.ts'
import { MAY_REVEAL } from './reveal.ts'

const ROOT = join(import.meta.dirname, '..')
const roots: string[] = []

afterEach(async () => {
  await Promise.all(roots.splice(0).map((root) => rm(root, { recursive: true })))
})

/** A checkout that satisfies every rule, plus the given files. */
async function checkout(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'lint-'))
  roots.push(root)
  const clean: Record<string, string> = { 'package.json': '{ "name": "x" }' }
  for (const [folder, least] of Object.entries(AT_LEAST))
    for (let n = 0; n < least; n++) clean[`${folder}/f${n}.ts`] = '/** Clean. */\nexport {}\n'
  for (const entry of Object.keys(MAY_REVEAL)) {
    clean[fileOf(entry)] =
      '/** Opens. */\nexport const open = (x: { reveal(): string }) => x.reveal()\n'
  }
  for (const [path, text] of Object.entries({ ...clean, ...files })) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return root
}

/** A file that an entry of the list speaks for. */
const fileOf = (entry: string): string => (entry.endsWith('/') ? `${entry}r.ts` : entry)

const run = (root: string): Promise<{ status: number; output: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'lint/run.ts'), root], (error, stdout, stderr) => {
      const status = error === null ? 0 : Number(error.code)
      resolve({ status, output: stdout + stderr })
    })
  })

it('a clean checkout passes, and the command says how much it read', async () => {
  const { status, output } = await run(await checkout({}))
  expect(output).toMatch(/^clean: \d+ modules read\n$/)
  expect(status).toBe(0)
})

it('one forbidden import fails the command, with place and reason', async () => {
  const root = await checkout({
    'src/domain/clock.ts':
      "/** A clock. */\nimport type { Stats } from 'node:fs'\nexport type S = Stats\n",
  })
  const { status, output } = await run(root)
  expect(output).toContain(
    'src/domain/clock.ts:2  layer  src/domain may not import "node:fs": the rules must run in a browser, a test and a proof\n',
  )
  expect(status).toBe(1)
})

it('a checkout without modules fails: nothing seen is not nothing wrong', async () => {
  const root = await mkdtemp(join(tmpdir(), 'lint-'))
  roots.push(root)
  await writeFile(join(root, 'package.json'), '{}')
  const { status, output } = await run(root)
  expect(output).toContain('src/domain:1  layer  only 0 modules were seen')
  expect(status).toBe(1)
})

it('a folder that is no checkout fails', async () => {
  const { status } = await run(tmpdir())
  expect(status).not.toBe(0)
})

it('a permission to open secrets that nothing uses is reported', async () => {
  const [entry = ''] = Object.keys(MAY_REVEAL)
  const root = await checkout({ [fileOf(entry)]: '/** Opens no more. */\nexport {}\n' })
  const { status, output } = await run(root)
  expect(output).toContain(`lint/reveal.ts:1  reveal  "${entry}" opens no Redacted`)
  expect(status).toBe(1)
})

it('installed packages and data are nobody’s source', async () => {
  const text = "import 'nowhere'\n"
  const root = await checkout({
    'node_modules/x/a.ts': text,
    'data/a.ts': text,
    '.cache/a.ts': text,
  })
  expect((await run(root)).status).toBe(0)
})

it('this very checkout is read whole: every folder with code has its modules seen', () => {
  const paths = readTree(ROOT).sources.map(({ path }) => path)
  expect(paths).toContain('src/domain/errors.ts')
  expect(paths).toContain('bin/project-node.mjs')
  expect(paths).toContain('lint/layers.ts')
  for (const [folder, least] of Object.entries(AT_LEAST))
    expect(paths.filter((path) => path.startsWith(`${folder}/`)).length).toBeGreaterThanOrEqual(
      least,
    )
})
