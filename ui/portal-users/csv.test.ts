/** A file that somebody opens in a spreadsheet must neither compute nor fall apart. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellOf, csvOf } from './csv.ts'
import type { PortalUser } from './types.ts'

/** As a spreadsheet reads a cell (RFC 4180 §2.5–2.7). */
const readCell = (cell: string): string =>
  cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell

describe('a cell of the export', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\r=x'])('is no formula: %j', (text) => {
    expect(readCell(cellOf(text)).startsWith("'")).toBe(true)
  })

  it.each(['A;=1+1', 'A,@SUM(A1)', 'A; -2'])('is no formula behind a separator: %j', (text) => {
    expect(readCell(cellOf(text))).toMatch(/^A[;,] ?'[=@-]/)
  })

  it('is read as what was written, and never as the begin of a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = readCell(cellOf(text))
        expect(read.replaceAll("'", '')).toBe(text.replaceAll("'", ''))
        expect(read).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })

  it('stays one cell, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const cell = cellOf(text)
        if (!cell.startsWith('"')) expect(cell).not.toMatch(/[",\r\n]/)
        else expect(cell.slice(1, -1).replaceAll('""', '')).not.toContain('"')
      }),
    )
  })
})

const USER: PortalUser = {
  id: '8200017',
  email: 'ana@harbour-tea.example',
  name: '=HYPERLINK("https://example.com")',
  presence: 'present',
  superAdmin: true,
  permissionSets: [
    { id: '1', name: 'Sales' },
    { id: '2', name: 'Reports, all' },
  ],
  primaryTeam: { id: '7', name: 'EMEA' },
  secondaryTeams: [],
  seats: ['Core'],
  ownerId: null,
  crmUserId: null,
  deactivated: false,
  inferredInvited: false,
  lastLoginAt: null,
  firstSeenAt: '2026-11-01T00:00:00.000Z',
  lastSeenAt: '2026-11-02T00:00:00.000Z',
  goneAt: null,
  match: { how: 'none', people: [] },
  alerts: ['new_super_admin', 'orphan'],
}

describe('the export', () => {
  it('has a head and a line for each user, with names for ids and the time logins are known from', () => {
    const sealed = {
      snapshot: 1,
      users: 1,
      digest: '',
      provenBy: 'owners',
      facets: {},
      loginsFrom: '2026-09-01T00:00:00.000Z',
    } as never
    const [head, line, rest] = csvOf([USER], sealed).split('\r\n')
    expect(head?.startsWith('\uFEFFuser_id,name,email,state')).toBe(true)
    expect(line).toBe(
      `8200017,"'=HYPERLINK(""https://example.com"")",ana@harbour-tea.example,Active,present,yes,"Sales; Reports, all",EMEA,,Core,,2026-09-01T00:00:00.000Z,,,2026-11-01T00:00:00.000Z,2026-11-02T00:00:00.000Z,,none,,"New super admin; Nobody here"`,
    )
    expect(rest).toBe('')
  })
})
