import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { newMasterKeyText, parseMasterKey } from './master-key.ts'
import { createMasterKeyFile, defaultKeyFile, findMasterKey } from './master-key-source.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hubward-key-'))
  return () => rmSync(dataDir, { recursive: true, force: true })
})

const fileOf = (name: string, mode: number): string => {
  const file = join(dataDir, name)
  writeFileSync(file, newMasterKeyText())
  chmodSync(file, mode)
  return file
}

describe('a new master key', () => {
  it('appears whole, and is never written over another', () => {
    const { text, file } = createMasterKeyFile(dataDir)
    expect(() => createMasterKeyFile(dataDir)).toThrow(/already/)
    expect(readFileSync(file, 'utf8').trim()).toBe(text)
    expect(readdirSync(dirname(file))).toEqual(['master.key'])
  })
})

describe('the place of the master key', () => {
  it('is the variable, else the systemd credential, else the data folder', () => {
    createMasterKeyFile(dataDir)
    fileOf('hubward-master-key', 0o440)
    const marks = [
      {},
      { CREDENTIALS_DIRECTORY: dataDir },
      { CREDENTIALS_DIRECTORY: dataDir, HUBWARD_MASTER_KEY: newMasterKeyText() },
      { CREDENTIALS_DIRECTORY: dataDir, HUBWARD_MASTER_KEY_FILE: fileOf('own.key', 0o400) },
    ].map((env) => findMasterKey(env, dataDir)?.key.fingerprint)
    expect(new Set(marks).size).toBe(4)
    expect(marks).not.toContain(undefined)
  })

  it('is refused when two are named', () => {
    const env = { HUBWARD_MASTER_KEY: newMasterKeyText(), HUBWARD_MASTER_KEY_FILE: '/x' }
    expect(() => findMasterKey(env, dataDir)).toThrow(/both set/)
  })

  it('may be mounted readable, as containers do, but not writable for others', () => {
    const env = (mode: number) => ({ HUBWARD_MASTER_KEY_FILE: fileOf(`mounted-${mode}`, mode) })
    expect(findMasterKey(env(0o444), dataDir)).toBeDefined()
    for (const mode of [0o460, 0o606, 0o666])
      expect(() => findMasterKey(env(mode), dataDir)).toThrow(/can be changed by others/)
  })

  it('is told apart by code when it is exposed and when it is no key', () => {
    createMasterKeyFile(dataDir)
    chmodSync(defaultKeyFile(dataDir), 0o440)
    expect(() => findMasterKey({}, dataDir)).toThrow(
      expect.objectContaining({ code: 'vault.key_exposed' }) as Error,
    )
    expect(() => findMasterKey({ HUBWARD_MASTER_KEY: 'x' }, dataDir)).toThrow(
      expect.objectContaining({ code: 'vault.key_malformed' }) as Error,
    )
  })
})

describe('a written master key', () => {
  it('is the same in hex, base64 and base64url', () => {
    const bytes = randomBytes(32)
    const forms = [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]
    const marks = forms.map((form) => parseMasterKey(` ${form}\n`)?.fingerprint)
    expect(new Set(marks).size).toBe(1)
  })

  it('is not repeated by the error when it is none', () => {
    for (const wrong of ['secret-words', 'ab'.repeat(31), `${newMasterKeyText()}xy`]) {
      const read = () => findMasterKey({ HUBWARD_MASTER_KEY: wrong }, dataDir)
      expect(read).toThrow(/does not hold a master key/)
      expect(read).not.toThrow(wrong)
    }
  })

  it('derives a vault key that shows neither in the fingerprint nor in JSON', () => {
    const text = newMasterKeyText()
    const key = parseMasterKey(text)
    const derived = key?.derive('vault').export().toString('hex') ?? ''
    expect(derived).toHaveLength(64)
    expect(derived).not.toContain(key?.fingerprint)
    expect(JSON.stringify({ key })).not.toContain(text.slice(0, 10))
  })
})
