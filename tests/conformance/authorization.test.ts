/** The official suite against our authorization server; the person it waits for is one without a window. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HttpBrowser } from '../support/http-browser.ts'
import { answerConsent, toConsent } from '../support/oauth-client.ts'
import { oauthWorld, type OAuthWorld } from '../support/oauth-world.ts'
import { runSuite } from './suite.ts'

let world: OAuthWorld
let ada: HttpBrowser
const results = mkdtempSync(join(tmpdir(), 'hubward-conformance-'))

beforeAll(async () => {
  world = await oauthWorld()
  ada = await world.person('ada', ['contacts:read'])
})
afterAll(async () => {
  await world.close()
  rmSync(results, { recursive: true, force: true })
})

test('metadata and the code flow are as every revision wants them', async () => {
  const answered: Promise<void>[] = []
  const port = String(await freePort())
  const { exitCode, output } = await runSuite(
    [
      'authorization',
      '--url',
      world.issuer,
      '--client-id',
      world.documents.clientId,
      '--resource',
      `${world.issuer}/mcp`,
      '--port',
      port,
      '--output-dir',
      results,
    ],
    (soFar) => {
      const [address] = /^http\S+\/oauth\/authorize\?\S+$/m.exec(soFar) ?? []
      if (address !== undefined && answered.length === 0) answered.push(person(address))
    },
  )
  expect(output).toContain('authorization-code-grant')
  await Promise.all(answered)
  expect(exitCode, output.slice(-3_000)).toBe(0)
  expect(output).not.toMatch(/✗|WARNING|[1-9]\d* (failed|warnings)/)
}, 60_000)

async function person(address: string): Promise<void> {
  const uid = await toConsent(ada, address)
  const back = await answerConsent(ada, uid, { decision: 'allow', access: 'write' })
  await fetch(back)
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
