import { describe, expect, it } from 'vitest'
import { HubwardError } from '../domain/errors.ts'
import { readConfig, VARIABLES } from './config.ts'

const mistakes = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (!(error instanceof HubwardError)) throw error
    expect(error.code).toBe('config.invalid')
    for (const { path } of error.fields) expect(error.message).toContain(path)
    return error.fields.map(({ path }) => path)
  }
}

describe('the configuration', () => {
  it('needs nothing: the defaults run the product on this machine', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 4110,
      publicUrl: 'http://localhost:4110',
      hubspotBaseUrl: undefined,
      databaseUrl: undefined,
    })
  })

  it('tells all mistakes at once, so that one start is enough to mend them', () => {
    expect(
      mistakes({
        HUBWARD_PORT: 'http',
        HUBWARD_PUBLIC_URL: 'gateway.example.com',
        DATABASE_URL: 'mysql://x',
        HUBWARD_LOG_LEVEL: 'loud',
        HUBWARD_HUBSPOT_BASE_URL: 'http://127.0.0.1:4010/api',
        HUBWARD_ALLOWED_ORIGINS: 'https://claude.ai, *',
        HUBWARD_MASTER_KEY: 'secret',
        HUBWARD_MASTER_KEY_FILE: '/run/key',
      }).toSorted(),
    ).toEqual([
      'DATABASE_URL',
      'HUBWARD_ALLOWED_ORIGINS',
      'HUBWARD_HUBSPOT_BASE_URL',
      'HUBWARD_LOG_LEVEL',
      'HUBWARD_MASTER_KEY',
      'HUBWARD_MASTER_KEY_FILE',
      'HUBWARD_PORT',
      'HUBWARD_PUBLIC_URL',
    ])
  })

  it('reads lists and origins into the one form that they are compared in', () => {
    expect(
      readConfig({
        HUBWARD_HUBSPOT_BASE_URL: 'HTTP://127.0.0.1:4010/',
        HUBWARD_ALLOWED_ORIGINS: 'https://claude.ai, http://localhost:5173',
        HUBWARD_PUBLIC_URL: 'HTTPS://Hubward.Example.com:443/',
      }),
    ).toMatchObject({
      publicUrl: 'https://hubward.example.com',
      hubspotBaseUrl: 'http://127.0.0.1:4010',
      allowedOrigins: ['https://claude.ai', 'http://localhost:5173'],
    })
  })

  it.each(['https://example.com/hubward', 'https://example.com/?x=1', 'https://ada@example.com'])(
    'takes no public address below a path, since links, cookies and redirects are of the root: %s',
    (address) => expect(mistakes({ HUBWARD_PUBLIC_URL: address })).toEqual(['HUBWARD_PUBLIC_URL']),
  )

  it('refuses a variable that it does not know, and says which was meant', () => {
    expect(() => readConfig({ HUBWARD_PROT: '4110' })).toThrow(/did you mean HUBWARD_PORT/)
  })

  it('repeats no value, since a value may be a secret in the wrong place', () => {
    const secret = 'pat-na1-0d4f6f2c-9c1e-4d3a-8b7e-5f2a1c0e9d8b'
    const everywhere = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, secret]))
    expect(() => readConfig(everywhere)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) as string }),
    )
  })

  it('takes an empty variable as one that is not set, as compose files write it', () => {
    expect(readConfig({ HUBWARD_PORT: '', DATABASE_URL: '' })).toMatchObject({
      port: 4110,
      databaseUrl: undefined,
    })
  })

  it('names an address that clients can use when it listens on all of them', () => {
    expect(readConfig({ HUBWARD_HOST: '0.0.0.0' }).publicUrl).toBe('http://localhost:4110')
    expect(readConfig({ HUBWARD_HOST: '::1' }).publicUrl).toBe('http://localhost:4110')
    expect(readConfig({ HUBWARD_HOST: 'fd00::7' }).publicUrl).toBe('http://[fd00::7]:4110')
  })
})
