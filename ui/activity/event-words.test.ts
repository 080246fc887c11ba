/** Whatever the audit records is told in words: read from the sources, since a new action has no test yet. */
import { expect, it } from 'vitest'
import { changeTitle, whoOf } from './event-words.ts'

const SOURCES = import.meta.glob<string>('../../src/application/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** `action: 'group.create'`, also where one of two is recorded, or an act is handed to whoever records. */
const RECORDED = /\baction: (?:\w+ \? )?'([a-z_]+\.[a-z_]+)'(?: : '([a-z_]+\.[a-z_]+)')?/g
const HANDED = /\bchangeConnection\(\s*ctx,\s*'\w+',\s*'([a-z_]+\.[a-z_]+)'/g
const UNION = /export type (Intake|Plan)Action =([\s|'\w]+?)\n\n/g
const ROOMS: Readonly<Record<string, string>> = { Intake: 'intake', Plan: 'people' }

function recorded(): readonly string[] {
  const sources = Object.entries(SOURCES)
    .filter(([file]) => !file.endsWith('.test.ts'))
    .map(([, source]) => source)
  const found = sources.flatMap((source) => [
    ...[...source.matchAll(RECORDED), ...source.matchAll(HANDED)].flatMap(([, ...each]) => each),
    ...[...source.matchAll(UNION)].flatMap(([, of = '', union = '']) =>
      [...union.matchAll(/'(\w+)'/g)].map(([, act]) => `${ROOMS[of]}.${act}`),
    ),
  ])
  return [...new Set(found.filter((each) => each !== undefined))]
}

it('tells every recorded action in words', () => {
  const actions = recorded()
  expect(actions).toContain('connection.stage_credential')
  expect(actions).toContain('connection.suspend')
  expect(actions).toContain('intake.hold')
  expect(actions).toContain('people.finish')
  const untold = actions.filter((action) => changeTitle({ action, targetKind: 'thing' }) === action)
  expect(untold).toEqual([])
})

it('calls a job Hubward, and a person by their name', () => {
  const event = { type: 'change', door: 'system' } as Parameters<typeof whoOf>[0]
  expect(whoOf({ ...event, principalName: 'job health.look' })).toBe('Hubward')
  expect(whoOf({ ...event, principalName: 'Ada' })).toBe('Ada')
  expect(whoOf({ ...event, principalName: null })).toBe('Hubward')
})
