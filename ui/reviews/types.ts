/** What the API says of access reviews, by the names these pages use. */
import type { ReviewRowView, ReviewView } from '../../src/surfaces/admin/contract/reviews.ts'
import type { Answer, Body } from '../api/endpoints.ts'

export type Review = ReviewView
export type ReviewRow = ReviewRowView
export type Kept = NonNullable<ReviewRow['decision']>
export type DecisionKind = Kept['kind']
export type Decision = Body<'POST /api/v1/reviews/{review}/decisions'>['decision']
export type Gaps = Answer<'GET /api/v1/reviews/{review}/gaps'>
export type Rows = Answer<'GET /api/v1/reviews/{review}/rows'>
