import type { Page } from 'playwright-core'

/** The next request of this kind is refused as it would be five minutes after signing in. */
export async function wantStepUp(page: Page, method: string, path: RegExp): Promise<void> {
  let refused = false
  await page.route(path, async (route) => {
    if (refused || route.request().method() !== method) return route.fallback()
    refused = true
    const error = { code: 'auth.step_up_required', message: 'Again, please.', fields: [] }
    return route.fulfill({ status: 403, json: { error } })
  })
}
