/** `hubward resolve` and `hubward pick` as a person and a program meet them. */
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildProgram } from '../../src/surfaces/cli/program.ts'
import { runProgram } from '../../src/surfaces/cli/run.ts'
import type { PickListView, ResolutionView } from '../../src/surfaces/admin/contract/resolve.ts'
import { product, type Product } from '../support/product.ts'

let site: Product
beforeAll(async () => {
  site = await product()
})
afterAll(() => site.close())

async function hubward(...args: string[]) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const env = { HUBWARD_URL: site.urls[0]!, HUBWARD_KEY: site.adminKey }
  const io = { stdin, stdout, stderr, env }
  const status = await runProgram(buildProgram(io), io, args)
  const said = (stream: PassThrough) => String((stream.read() as Buffer | null) ?? '')
  return { status, out: said(stdout), err: said(stderr) }
}

it('picks, then resolves what was picked', async () => {
  const table = await hubward('pick', 'main', 'pipelines')
  expect(table.status).toBe(0)
  expect(table.out).toMatch(/^OBJECT\s+PIPELINE\s+STAGE\s+NAME/)
  expect(table.out).toMatch(/closedwon\s+Closed Won\s+won/)

  const { items } = JSON.parse(
    (await hubward('--json', 'pick', 'main', 'meetings')).out,
  ) as PickListView
  const link = items[0]!.facts.find(({ name }) => name === 'link')!.value
  const shown = await hubward('resolve', link, '--connection', 'main')
  expect(shown).toMatchObject({ status: 0, err: '' })
  expect(shown.out).toContain(`Name            ${items[0]!.name}`)
  expect(shown.out).toMatch(/In HubSpot\s+there/)

  const found = JSON.parse(
    (await hubward('--json', 'resolve', link, '--connection', 'main')).out,
  ) as ResolutionView
  expect(found).toMatchObject({ link: { kind: 'meeting_link' }, found: { state: 'found' } })
})

it('ends with 1 where the link leads elsewhere or nowhere, and says why', async () => {
  const other = await hubward(
    'resolve',
    'https://app-eu1.hubspot.com/contacts/99/deal/5',
    '--connection',
    'main',
  )
  expect(other.status).toBe(1)
  expect(other.out).toContain('main, of another portal')
  expect(other.err).toContain('portal 99')

  const trick = await hubward('resolve', 'https://app.hubspot.com@evil.example/contacts/1/deal/5')
  expect(trick.status).toBe(1)
  expect(trick.err).toContain('Remove what stands before the “@”')
})

it('knows its lists, and says which there are', async () => {
  const wrong = await hubward('pick', 'main', 'owners')
  expect(wrong.status).toBe(2)
  expect(wrong.err).toContain('meetings, pipelines, objects, forms, lists')
})
