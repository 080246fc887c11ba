/** `hubward vault …`: the master keys of the vault, by their fingerprints. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import type { VaultView } from '../../admin/contract/vault.ts'
import type { Io } from '../io.ts'
import type { Output } from '../output.ts'
import { withSession, type Session } from '../session.ts'

interface Waiting {
  readonly wait: boolean
}

export function vaultCommands(io: Io): Command[] {
  const command = new Command('vault').description(
    'the master keys of the vault: which there are, and going over to another',
  )
  command
    .command('status')
    .description('the keys by fingerprint, who holds them, how much each has sealed')
    .action(
      withSession(io, async ({ call, out }) => {
        const { vaultEndpoints } = await contract()
        const vault = await call(vaultEndpoints.show)
        out.show(vault, () => showVault(out, vault))
      }),
    )
  command
    .command('rotate')
    .description('go over to the new master key that Hubward was given, while calls run')
    .argument('[fingerprint]', 'which; the only new one unless told')
    .option('--no-wait', 'do not wait until everything is rewrapped')
    .action(
      withSession(io, async (session, fingerprint: string | undefined, options: Waiting) => {
        const { vaultEndpoints } = await contract()
        const { call, out } = session
        const body = fingerprint === undefined ? {} : { fingerprint }
        const begun = await call(vaultEndpoints.rotate, { body })
        const vault = options.wait ? await follow(session, begun) : begun
        out.show(vault, () => showVault(out, vault))
      }),
    )
  command
    .command('rewrap')
    .description('put what is left under the key that seals, and show how far it is')
    .option('--no-wait', 'only begin')
    .action(
      withSession(io, async (session, { wait }: Waiting) => {
        const { vaultEndpoints } = await contract()
        const { call, out } = session
        const begun = await call(vaultEndpoints.rewrap)
        const vault = wait ? await follow(session, begun) : begun
        out.show(vault, () => showVault(out, vault))
      }),
    )
  command
    .command('retire')
    .description('leave a master key behind under which nothing is sealed any more')
    .argument('[fingerprint]', 'which; the one that was replaced unless told')
    .action(
      withSession(io, async ({ call, out }, fingerprint: string | undefined) => {
        const { vaultEndpoints } = await contract()
        const body = fingerprint === undefined ? {} : { fingerprint }
        const vault = await call(vaultEndpoints.retire, { body })
        out.show(vault, () => {
          showVault(out, vault)
          out.line('\nNext: take the old key out of where it lies, on every machine.')
          out.line('Keep it in the safe for as long as backups made before may be restored.')
        })
      }),
    )
  return [command]
}

const contract = () => import('../../admin/contract/vault.ts')

const ASK_EVERY_MS = 500
/** Rows that do not open stay: after so long without progress, waiting is over. */
const STILL_MS = 30_000

async function follow({ call, out }: Session, begun: VaultView): Promise<VaultView> {
  const { vaultEndpoints } = await contract()
  let vault = begun
  let [least, movedAt] = [vault.left, Date.now()]
  while (vault.left > 0 && Date.now() - movedAt < STILL_MS) {
    out.note(`${vault.sealed - vault.left} of ${vault.sealed} are under the active key …`)
    await sleep(ASK_EVERY_MS)
    vault = await call(vaultEndpoints.show)
    if (vault.left < least) [least, movedAt] = [vault.left, Date.now()]
  }
  return vault
}

function showVault(out: Output, vault: VaultView): void {
  out.table(
    ['VERSION', 'FINGERPRINT', 'STATE', 'SEALED', 'HERE', 'MISSING AT'],
    vault.keys.map((key) => [
      String(key.kekVersion),
      key.fingerprint,
      { text: key.state, tone: key.state === 'active' ? 'good' : 'dim' },
      String(key.sealed),
      key.gone ? `${key.source}, gone` : (key.source ?? 'not held'),
      key.missingAt.map(({ host }) => host).join(', '),
    ]),
  )
  for (const { fingerprint, source } of vault.waiting)
    out.line(`Waiting: ${fingerprint} (${source}). Next: hubward vault rotate`)
  for (const { fingerprint, retiredAt } of vault.retired)
    out.line(`Retired: ${fingerprint}, ${retiredAt}`)
  const idle = vault.keys.find(({ state, sealed }) => state === 'replaced' && sealed === 0)
  if (vault.left > 0) out.line(`${vault.left} of ${vault.sealed} are left to rewrap.`)
  else if (idle) out.line(`Next: hubward vault retire ${idle.fingerprint}`)
}
