/** The admin API of a test organisation, asked with keys of people who have each role. */
import { createKey } from '../../src/application/access/create-key.ts'
import { createMember } from '../../src/application/access/create-member.ts'
import type { Services } from '../../src/application/context.ts'
import type { Role } from '../../src/domain/access/entities.ts'
import { adminApp } from '../../src/surfaces/admin/app.ts'
import type { Endpoint } from '../../src/surfaces/admin/contract/endpoint.ts'
import { problem, type Problem } from '../../src/surfaces/admin/contract/forms.ts'
import type { z } from 'zod'
import type { TestOrganisation } from './organisation.ts'

export interface Asking {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly as?: Role
}

export interface AdminApi {
  /** A key of a person with the role, whose address is `<role>@example.com`. */
  readonly keys: Readonly<Record<string, string>>
  /** The answer, parsed by the contract. Fails on an error. */
  ask<E extends Endpoint>(endpoint: E, asking?: Asking): Promise<z.output<E['answer']>>
  /** The error, parsed by the contract. Fails where there is none. */
  refused(endpoint: Endpoint, asking?: Asking): Promise<Problem['error']>
  /** A request as it stands, such as a fix. @returns its status */
  send(method: string, path: string, body: unknown): Promise<number>
}

export async function adminApi(
  org: TestOrganisation,
  roles: readonly Role[] = ['admin', 'auditor', 'member'],
  services: Services = org.services,
): Promise<AdminApi> {
  const app = adminApp(services)
  const keys: Record<string, string> = {}
  for (const role of roles) {
    const email = `${role}@example.com`
    await createMember(org.operator, { name: `The ${role}`, email, role })
    const { text } = await createKey(org.operator, {
      principal: email,
      name: role,
      expiresAt: null,
    })
    keys[role] = text.reveal()
  }
  const request = (method: string, path: string, body: unknown, role: Role = 'admin') =>
    app.request(path, {
      method,
      headers: {
        authorization: `Bearer ${keys[role]}`,
        ...(body !== undefined && body !== null && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && body !== null && { body: JSON.stringify(body) }),
    })
  const asked = ({ method, path }: Endpoint, { params, query, body, as }: Asking) => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String(params?.[name] ?? '')),
    )
    const search = new URLSearchParams(query).toString()
    return request(method, search ? `${filled}?${search}` : filled, body, as)
  }
  return {
    keys,
    async ask(endpoint, asking = {}) {
      const response = await asked(endpoint, asking)
      const text = await response.text()
      if (!response.ok) throw new Error(`${endpoint.path} ${response.status} ${text}`)
      return endpoint.answer.parse(text === '' ? undefined : JSON.parse(text)) as never
    },
    async refused(endpoint, asking = {}) {
      const response = await asked(endpoint, asking)
      if (response.ok) throw new Error(`${endpoint.path} was not refused`)
      return problem.parse(await response.json()).error
    },
    async send(method, path, body) {
      const response = await request(method, path, body)
      await response.body?.cancel()
      return response.status
    },
  }
}
