/**
 * What a page costs before anything is seen, as a browser with an empty cache counts it: the scripts
 * that it asked for before the first contentful paint, by the bytes of their compressed bodies. A
 * size, not a time: on a slow machine the same bytes count.
 */
import type { CDPSession } from 'playwright-core'

export interface Script {
  readonly url: string
  /** On the clock of `paintedAt`, in seconds. */
  readonly askedAt: number
  bytes: number
}

export interface Load {
  readonly scripts: readonly Script[]
  readonly paintedAt: number | undefined
}

/** Of the last document that the page loaded, nothing out of a cache. */
export async function watchLoad(cdp: CDPSession): Promise<() => Load> {
  const scripts = new Map<string, Script>()
  let paintedAt: number | undefined
  cdp.on('Network.requestWillBeSent', ({ requestId, type, timestamp, request }) => {
    if (type === 'Document') {
      scripts.clear()
      paintedAt = undefined
    }
    if (type === 'Script')
      scripts.set(requestId, { url: request.url, askedAt: timestamp, bytes: 0 })
  })
  cdp.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId)
    if (script) script.bytes += encodedDataLength
  })
  cdp.on('Page.lifecycleEvent', ({ name, timestamp }) => {
    if (name === 'firstContentfulPaint') paintedAt = timestamp
  })
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  await cdp.send('Page.enable')
  await cdp.send('Page.setLifecycleEventsEnabled', { enabled: true })
  return () => ({ scripts: [...scripts.values()], paintedAt })
}
