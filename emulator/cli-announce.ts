// What the command prints once the portal is up: where it is, the tokens, something to try. Plain
// text, no colours, so that it reads the same in a terminal and in a file.
import { ALL_SCOPES, type Emulator } from './index.ts'

export function announce(emulator: Emulator): string {
  const { identity, counts } = emulator.portal
  const tokens = emulator.tokens.map(
    (token) =>
      `  ${token.id} (${token.kind})\n    ${token.secret}\n    ${scopesLine([...token.scopes])}`,
  )
  const first = emulator.tokens[0]?.secret ?? '<token>'
  const records = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
  return `HubSpot emulator
  ${emulator.url}
  portal ${identity.portalId} (${identity.portalName}), ${identity.tier}, hublet ${identity.hublet}, seed ${identity.seed}
  ${records.join(', ')}

Tokens
${tokens.join('\n')}

Try
  curl -H 'Accept: application/json' -H 'Authorization: Bearer ${first}' '${emulator.url}/crm/v3/objects/contacts?limit=3'
  curl ${emulator.url}/_emulator

Stop with Ctrl-C.
`
}

export function announceJson(emulator: Emulator): string {
  const { identity, counts } = emulator.portal
  const shown = {
    url: emulator.url,
    port: emulator.port,
    pid: process.pid,
    portal: identity,
    counts,
    tokens: emulator.tokens.map(({ id, secret, kind, scopes }) => ({
      name: id,
      token: secret,
      kind,
      scopes: [...scopes],
    })),
  }
  return `${JSON.stringify(shown)}\n`
}

/** Most likely mistyped: nothing here asks for them, so they open nothing. */
export function strangeScopes(emulator: Emulator): string[] {
  const known = new Set(['oauth', ...ALL_SCOPES])
  const held = new Set(emulator.tokens.flatMap(({ scopes }) => [...scopes]))
  return [...held].filter((scope) => !known.has(scope))
}

function scopesLine(scopes: readonly string[]): string {
  const all = ALL_SCOPES.every((scope) => scopes.includes(scope))
  return all ? `every scope (${scopes.length})` : scopes.join(' ') || 'no scopes'
}
