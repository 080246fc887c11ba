/** Who manages whom, as identity providers tell it by SCIM. */
import { emailKey } from '../../domain/people/portal-user.ts'
import { isObject, type JsonObject } from '../../domain/scim/json.ts'
import { emailOf } from '../../domain/scim/person.ts'
import { ENTERPRISE } from '../../domain/scim/schemas/urns.ts'
import type { Repositories } from '../ports.ts'

/**
 * By a user's address: the manager's. A provider names the manager by the id that it gave here, by its
 * own, or by an address; what is none of them names nobody.
 */
export async function managersOf(
  { scim }: Repositories,
  connectionId: string,
): Promise<ReadonlyMap<string, string>> {
  const users = await scim.list(connectionId, 'User')
  const emails = new Map<string, string>()
  for (const { id, content, hubspotEmail } of users) {
    const email = emailOf(content) ?? hubspotEmail
    if (email === null) continue
    emails.set(id, email)
    const external = content['externalId']
    if (typeof external === 'string') emails.set(external, email)
  }
  const managers = new Map<string, string>()
  for (const { content, hubspotEmail } of users) {
    const value = managerOf(content)
    const email = hubspotEmail ?? emailOf(content)
    if (value === null || email === null) continue
    const manager = emails.get(value) ?? (value.includes('@') ? value : null)
    if (manager !== null) managers.set(emailKey(email), emailKey(manager))
  }
  return managers
}

function managerOf(content: JsonObject): string | null {
  const extension = content[ENTERPRISE]
  const manager = isObject(extension) ? extension['manager'] : undefined
  const value = isObject(manager) ? manager['value'] : undefined
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}
