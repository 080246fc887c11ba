/** One name for a standard object type, whichever alias a model wrote. Custom types stay as they are. */
import { resolveObjectType } from '../hubspot/object-types.ts'

/** `0-1`, `contact`, `CONTACTS`: `contacts`. */
export const standardName = (objectType: string): string => {
  const type = resolveObjectType(objectType, [])
  return type.ok ? type.value.name : objectType
}
