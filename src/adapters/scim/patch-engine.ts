/**
 * Writes the steps of a PATCH into a content, by `scim-patch`. Everything that it does in another
 * way than identity providers expect (case, booleans, choosing among values, sets) has been decided
 * before: it is told places, by a mark on each value that is gone again afterwards.
 */
import { scimPatch, type ScimPatchOperation, type ScimResource } from 'scim-patch'
import { isObject, type JsonObject } from '../../domain/scim/json.ts'
import type { Step } from '../../domain/scim/patch/steps.ts'

/** No attribute of a schema has this name, and none can be sent: unknown ones are left out. */
const MARK = 'at_'

/** The content that is handed in stays as it was. */
export function applySteps(content: JsonObject, steps: readonly Step[]): JsonObject {
  const copy = structuredClone(content)
  for (const step of steps) {
    const values = step.at === undefined ? [] : valuesOf(copy, step)
    for (const [at, one] of values.entries()) one[MARK] = at
    scimPatch(copy as unknown as ScimResource, [operationOf(step)], {
      mutateDocument: true,
      treatMissingAsAdd: true,
    })
    for (const one of values) delete one[MARK]
  }
  return copy
}

function valuesOf(content: JsonObject, { extension, attribute }: Step): JsonObject[] {
  const holder = extension === null ? content : content[extension]
  const values = isObject(holder) ? holder[attribute] : undefined
  return Array.isArray(values) ? values.filter(isObject) : []
}

function operationOf({ op, extension, attribute, at, sub, value }: Step): ScimPatchOperation {
  const path = [
    extension === null ? '' : `${extension}:`,
    attribute,
    at === undefined ? '' : `[${MARK} eq ${at}]`,
    sub === undefined ? '' : `.${sub}`,
  ].join('')
  return op === 'remove' ? { op, path } : { op, path, value: structuredClone(value) }
}
