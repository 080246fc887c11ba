/** Whatever the audit records is told in words: read from the sources, since a new action has no test yet. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { changeTitle, whoOf } from './event-words.ts'

const ROOT = join(import.meta.dirname, '../../src/application')

/** `action: 'group.create'`, also where one of two is recorded, or an act is handed to whoever records. */
const RECORDED = /\baction: (?:\w+ \? )?'([a-z_]+\.[a-z_]+)'(?: : '([a-z_]+\.[a-z_]+)')?/g
const HANDED = /\bchangeConnection\(\s*ctx,\s*'\w+',\s*'([a-z_]+\.[a-z_]+)'/g
const UNIONS = { 'intake/record.ts': 'intake', 'people/provisioning/record.ts': 'people' }

function recorded(): readonly string[] {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
  const literal = files.flatMap((source) =>
    [...source.matchAll(RECORDED), ...source.matchAll(HANDED)].flatMap(([, one, other]) =>
      [one, other].filter((each) => each !== undefined),
    ),
  )
  const inUnions = Object.entries(UNIONS).flatMap(([file, room]) => {
    const [, union = ''] =
      /export type \w+Action =([\s|'\w]+?)\n\n/.exec(readFileSync(join(ROOT, file), 'utf8')) ?? []
    return [...union.matchAll(/'(\w+)'/g)].map(([, act]) => `${room}.${act}`)
  })
  return [...new Set([...literal, ...inUnions])]
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
