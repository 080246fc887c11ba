/** What happened to a key is told as the health page calls it, not in words of the program. */
import { expect, it } from 'vitest'
import { KEY_EVENT_MEANINGS, KEY_EVENT_WORDS } from '../health/key-events.ts'
import { HEALTH_KINDS } from './health-kinds.ts'

it.each(KEY_EVENT_MEANINGS)('%s is told in words', (what) => {
  const facts = { connectionId: 'con_1', at: '2026-11-30T03:04:59Z', concern: 'this', what }
  const text = HEALTH_KINDS['health.key_event'].text(facts)
  expect(text).toContain(`"${KEY_EVENT_WORDS[what].title}"`)
  expect(text).not.toContain('_removed')
})
