/** A connected portal called `main`, with what groups may do there: the least that pages are about. */
import { addToGroup } from '../../src/application/access/add-to-group.ts'
import { createGroup } from '../../src/application/access/create-group.ts'
import { createMember } from '../../src/application/access/create-member.ts'
import { setGrant } from '../../src/application/access/set-grant.ts'
import { connectPortal } from '../../src/application/connection/connect-portal.ts'
import { redacted } from '../../src/domain/redacted.ts'
import type { App } from './app.ts'

interface SharedWith {
  /** By e-mail address. */
  readonly people: Readonly<Record<string, string>>
  readonly groups: readonly {
    readonly name: string
    readonly title: string
    readonly scopes: readonly string[]
    /** E-mail addresses. */
    readonly members: readonly string[]
  }[]
}

export async function shareMain(
  { operator, portal }: App,
  { people, groups }: SharedWith,
): Promise<void> {
  await connectPortal(operator, {
    title: 'Main',
    name: 'main',
    kind: 'private_app',
    secrets: { token: redacted(portal.tokens[0]?.secret ?? '') },
  })
  for (const [email, name] of Object.entries(people))
    await createMember(operator, { name, email, role: 'member' })
  for (const { name, title, scopes, members } of groups) {
    await createGroup(operator, { name, title, description: '', context: '' })
    for (const principal of members) await addToGroup(operator, { group: name, principal })
    await setGrant(operator, {
      group: name,
      connection: 'main',
      scopes: [...scopes],
      expiresAt: null,
    })
  }
}
