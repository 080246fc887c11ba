/**
 * What one endpoint of the admin API takes and gives, as data: the server routes by it, the
 * OpenAPI document is written from it, and the CLI and the web app call by it.
 */
import type { z } from 'zod'

/** `read`: admins and auditors. `change`: admins. `self`: whoever holds a valid client key. */
export type Act = 'read' | 'change' | 'self'

export interface Endpoint<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** OpenAPI's form: `/api/v1/groups/{group}`. */
  readonly path: string
  readonly act: Act
  /** The heading it stands under. */
  readonly tag: string
  readonly summary: string
  readonly params: Params
  readonly query: Query
  /** `z.undefined()` where it takes none. */
  readonly body: Body
  /** `z.undefined()` where there is nothing to say: 204. */
  readonly answer: Answer
  /** Of success. */
  readonly status: 200 | 201 | 204
  /** Of the answer; `application/json` unless told. */
  readonly media?: 'application/x-ndjson' | 'text/html'
}

export const endpoint = <
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(
  described: Endpoint<Params, Query, Body, Answer>,
): Endpoint<Params, Query, Body, Answer> => described
