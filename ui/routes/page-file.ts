/**
 * A page's file, fetched when the page is opened. One that does not come means either of two things:
 * an update has replaced it, which loading the app again mends (the router does that by itself), or
 * nothing answers at all. Loading again would then leave people with their browser's error in place
 * of the app, so it is told as what it is.
 */
import { OFFLINE } from '../api/refusal.ts'

export const pageFile =
  <File>(load: () => Promise<File>) =>
  (): Promise<File> =>
    load().catch(async (failed: unknown) => {
      throw (await answers()) ? failed : OFFLINE()
    })

/** Any answer will do: a proxy's own page for a server that is down is none. */
const answers = (): Promise<boolean> =>
  fetch('/healthz', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  )
