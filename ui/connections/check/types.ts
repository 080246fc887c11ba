/** What the API says of checks, by the names these pages use. */
import type { CheckProgressView } from '../../../src/surfaces/admin/contract/checks.ts'
import type { Answer, Item } from '../../api/endpoints.ts'

export type Progress = CheckProgressView
export type Report = Answer<'GET /api/v1/checks/{check}/report'>
export type Step = Report['steps'][number]
export type Outcome = Step['outcome']
export type Shown = Answer<'GET /api/v1/checks/{check}'>
export type Change = NonNullable<Shown['previous']>['changes'][number]
export type Listed = Item<'GET /api/v1/connections/{connection}/checks'>
