/** Whatever is recorded as a change has words in Activity: nobody reads a code there. */
import { expect, it } from 'vitest'
import { ACTS } from '../../src/domain/people/plan/plan.ts'
import { WAYS as REQUEST_WAYS } from '../../src/domain/people/request/request.ts'
import { WAYS as INTAKE_WAYS } from '../../src/domain/intake/states.ts'
import { changeTitle, SENTENCES } from './change-words.ts'

const SOURCES = import.meta.glob<string>('../../src/application/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** Every word of the form `thing.deed` that the verbs' sources hold, of things that changes are of. */
function actionsInSources(): string[] {
  const things =
    'authorisation|connection|first_admin_link|grant|group|health|identity|identity_provider|intake|invitation|key|member|notice|notice_channel|notice_delivery|oauth_settings|organisation|passkey|people|review|saved_filter|scim_group|scim_user|service_account|session|sign_in|vault'
  const recorded = new RegExp(`action: '((?:${things})\\.[a-z_]+)'`, 'g')
  const passedOn = new RegExp(
    `(?:change[A-Z]\\w+\\(\\s*ctx,\\s*'\\w+',|\\baction =|\\brecord[A-Z]\\w*\\(tx, ctx,|, \\{ memberIds \\},)\\s*'((?:${things})\\.[a-z_]+)'`,
    'g',
  )
  const bySystem = new RegExp(`recordBySystem\\([^']*'((?:${things})\\.[a-z_]+)'`, 'g')
  return Object.entries(SOURCES)
    .filter(([path]) => !path.endsWith('.test.ts'))
    .flatMap(([, text]) =>
      [recorded, passedOn, bySystem].flatMap((form) => [...text.matchAll(form)]),
    )
    .map(([, action = '']) => action)
}

const ACTIONS = [
  ...new Set([
    ...actionsInSources(),
    ...Object.keys(INTAKE_WAYS).map((act) => `intake.${act}`),
    ...Object.keys(REQUEST_WAYS).map((way) => `people.request_${way}`),
    ...ACTS.map((act) => `people.${act}`),
  ]),
].toSorted()

it('there are as many as there should be', () => {
  expect(ACTIONS.length).toBeGreaterThan(75)
})

it.each(ACTIONS)('%s has words', (action) => {
  const [targetKind = ''] = action.split('.')
  const title = changeTitle({ action, targetKind })
  // The fallback is for what a newer release records.
  expect(title, title).not.toMatch(/: .*:$/)
})

it('who was taken into a group, and out of it, is said by name', () => {
  const group = { targetKind: 'group', before: {}, after: {} }
  const joined = { joined: ['ada@example.com', 'crm-sync'] }
  expect(changeTitle({ ...group, action: 'group.add_member', after: joined })).toBe(
    'Took ada@example.com, crm-sync into group',
  )
  const left = { left: ['ada@example.com'] }
  expect(changeTitle({ ...group, action: 'group.remove_member', before: left })).toBe(
    'Took ada@example.com out of group',
  )
  // As a release before this one recorded it.
  expect(changeTitle({ ...group, action: 'group.add_member' })).toBe('Took somebody into group')
})

it('none is said with a code, and each begins as a sentence does', () => {
  for (const words of Object.values(SENTENCES)) expect(words).toMatch(/^[A-Z][^_.]*$/)
})
