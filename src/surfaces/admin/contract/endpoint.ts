/**
 * What one endpoint of the admin API takes and gives, as data: the server routes by it, the
 * OpenAPI document is written from it, and the CLI and the web app call by it.
 */
import type { z } from 'zod'

/**
 * Who may call: whose role allows the act (`MAY` in `application/context.ts`); `self`: whoever is
 * signed in or holds a valid key; `anyone`: nobody has to be (sign-in itself).
 */
export type Act = 'read' | 'change' | 'secure' | 'operate' | 'approve' | 'self' | 'anyone'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Endpoint<
  Method extends HttpMethod = HttpMethod,
  Path extends string = string,
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: Method
  /** OpenAPI's form: `/api/v1/groups/{group}`. */
  readonly path: Path
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
  readonly media?:
    'application/x-ndjson' | 'text/event-stream' | 'application/pdf' | 'application/zip'
  /**
   * From a browser session it wants a passkey or identity provider used in the last minutes
   * (`auth.step_up_required`). Keys are not asked: nobody stands beside a program.
   */
  readonly stepUp?: true
}

export const endpoint = <
  const Method extends HttpMethod,
  const Path extends string,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(
  described: Endpoint<Method, Path, Params, Query, Body, Answer>,
): Endpoint<Method, Path, Params, Query, Body, Answer> => described
