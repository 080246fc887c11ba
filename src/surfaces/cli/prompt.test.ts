/** Secrets and answers as people give them at a terminal, and as programs pipe them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cliRig, type CliRig } from '../../../tests/support/cli-rig.ts'

let cli: CliRig
const token = () => cli.rig.portal.tokens[0]?.secret ?? ''
const preview = ['connect', 'Main', '--preview']

beforeAll(async () => {
  cli = await cliRig()
})
afterAll(() => cli.close())

test('three secrets are asked for one after the other: the terminal listens again each time', async () => {
  const uuid = '0d4f6f2c-9c1e-4d3a-8b7e-5f2a1c0e9d8b'
  const { status, err, echo } = await cli.hubward([...preview, '--kind', 'oauth'], {
    terminal: true,
    input: [`${uuid}\r`, `${uuid}\r`, 'no refresh token\r'],
  })
  expect(err).toMatch(/client id.*\n.*client secret.*\n.*refresh token \(hidden\)/)
  expect(err).toMatch(/^refreshToken: .*\n.*connection\.credential_misread/m)
  expect(echo.map(([off]) => off)).toEqual([true, false, true, false, true, false])
  expect(status).toBe(1)
})

test('a pair of key and value is pasted in two lines, and is one answer', async () => {
  const { status, out } = await cli.hubward(preview, {
    terminal: true,
    input: `Key: Authorization\rValue: Bearer ${token()}\r`,
  })
  expect([status, out]).toEqual([0, expect.stringContaining('Harbour Tea')])
})

test('what was typed can be taken back: a letter, or all of it', async () => {
  const { status } = await cli.hubward(preview, {
    terminal: true,
    input: `wrong\u0015${token()}x\u007f\r`,
  })
  expect(status).toBe(0)
})

test.each(['\u0003', '\u0004'])('Ctrl-C and Ctrl-D end it, and nothing is done', async (key) => {
  const { status, err, echo } = await cli.hubward(preview, { terminal: true, input: `pat${key}` })
  expect([status, err]).toEqual([1, expect.stringContaining('Nothing was done.')])
  expect(echo.at(-1)?.[0]).toBe(false)
})

test('the line break at the end of a pipe or a file is no mistake to speak of', async () => {
  const { err } = await cli.hubward([...preview, '--token-stdin'], { input: `${token()}\n` })
  expect(err).toBe('')
  const spaced = await cli.hubward([...preview, '--token-stdin'], { input: ` ${token()}\n` })
  expect(spaced.err).toContain('Spaces or line breaks')
})
