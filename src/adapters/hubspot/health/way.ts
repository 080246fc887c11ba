/**
 * Goes the way to a host step by step and says how long each took and where it ended: name,
 * connection, TLS, an answer. No credential is sent; HubSpot answers 401, which is an answer.
 */
import { lookup } from 'node:dns/promises'
import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'

export type Step = 'name' | 'connection' | 'TLS' | 'answer'

export interface Way {
  readonly host: string
  readonly steps: readonly { readonly name: Step; readonly ms: number }[]
  /** The step that did not succeed. */
  readonly failed: Step | null
  /** HubSpot's clock, by its answer. */
  readonly date: Date | null
  /** This machine's, when the answer came: milliseconds since 1970. */
  readonly at: number
}

const WITHIN_MS = 4_000

export async function tryWay(origin: string): Promise<Way> {
  const url = new URL(origin)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (url.protocol === 'http:' ? 80 : 443))
  const steps: { name: Step; ms: number }[] = []
  const take = async <T>(name: Step, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now()
    try {
      const value = await within(work())
      steps.push({ name, ms: performance.now() - begun })
      return value
    } catch (cause) {
      throw new StepFailed(name, cause)
    }
  }
  let date: Date | null = null
  let failed: Step | null = null
  try {
    const { address } = await take('name', () => lookup(host))
    await take('connection', () => connects(() => connect({ host: address, port }), 'connect'))
    if (url.protocol === 'https:')
      await take('TLS', () =>
        connects(() => connectTls({ host: address, port, servername: host }), 'secureConnect'),
      )
    date = await take('answer', () => dateOf(url))
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    failed = error.step
  }
  return { host: url.host, steps, failed, date, at: Date.now() }
}

class StepFailed extends Error {
  readonly step: Step

  constructor(step: Step, cause: unknown) {
    super(`The way ended at its ${step}`, { cause })
    this.step = step
  }
}

function connects(
  open: () => ReturnType<typeof connect>,
  event: 'connect' | 'secureConnect',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = open()
    socket.setTimeout(WITHIN_MS, () => socket.destroy(new Error('no answer in time')))
    socket.once('error', reject)
    socket.once(event, () => {
      socket.destroy()
      resolve()
    })
  })
}

function dateOf(url: URL): Promise<Date | null> {
  return new Promise((resolve, reject) => {
    const ask = url.protocol === 'https:' ? requestTls : requestPlain
    const request = ask(
      new URL('/account-info/v3/details', url),
      { agent: false, headers: { accept: 'application/json' }, timeout: WITHIN_MS },
      (response) => {
        response.resume()
        const told = new Date(response.headers.date ?? Number.NaN)
        resolve(Number.isNaN(told.getTime()) ? null : told)
        response.destroy()
      },
    )
    request.once('timeout', () => request.destroy(new Error('no answer in time')))
    request.once('error', reject)
    request.end()
  })
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), WITHIN_MS + 500)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
