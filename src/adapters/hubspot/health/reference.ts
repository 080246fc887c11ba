/**
 * Whether this machine reaches anything but HubSpot's API: resolves one other name and connects to
 * it. Nothing is sent. Asked only when HubSpot was not reached.
 */
import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'
import type { Reference } from '../../../application/health/ports.ts'

const WITHIN_MS = 3_000

/** @param url with a host, and a port where it is not that of its scheme */
export async function tryReference(url: string): Promise<Reference> {
  const { hostname, port, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const address = await within(lookup(host).then((found) => found.address))
  if (address === undefined) return { resolved: false, reached: false }
  const at = port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port)
  return { resolved: true, reached: await connects(address, at) }
}

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const end = (reached: boolean): void => {
      socket.destroy()
      resolve(reached)
    }
    socket.setTimeout(WITHIN_MS, () => end(false))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

async function within<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), WITHIN_MS)
  })
  try {
    return await Promise.race([work.catch(() => undefined), late])
  } finally {
    clearTimeout(timer)
  }
}
