/** Routes of the vault's master keys. */
import type { Context } from '../../../application/context.ts'
import { beginRewrap } from '../../../application/vault/begin-rewrap.ts'
import { retireVaultKey } from '../../../application/vault/retire-vault-key.ts'
import { rotateVaultKey } from '../../../application/vault/rotate-vault-key.ts'
import { showVaultKeys } from '../../../application/vault/show-vault.ts'
import { vaultEndpoints as endpoints, type VaultView } from '../contract/vault.ts'
import { route } from '../route.ts'

export const vaultRoutes = [
  route(endpoints.show, ({ ctx }) => vaultView(ctx)),
  route(endpoints.rotate, async ({ ctx, body }) => {
    await rotateVaultKey(ctx, body)
    return vaultView(ctx)
  }),
  route(endpoints.rewrap, async ({ ctx }) => {
    await beginRewrap(ctx)
    return vaultView(ctx)
  }),
  route(endpoints.retire, async ({ ctx, body }) => {
    await retireVaultKey(ctx, body)
    return vaultView(ctx)
  }),
]

async function vaultView(ctx: Context): Promise<VaultView> {
  const { keys, retired, waiting, holders, left, sealed } = await showVaultKeys(ctx)
  return {
    keys: keys.map(({ version, since, missingAt, ...key }) => ({
      ...key,
      kekVersion: version,
      since: since.toISOString(),
      missingAt: missingAt.map(({ processId, host }) => ({ processId, host })),
    })),
    retired: retired.map(({ version, fingerprint, addedAt, retiredAt }) => ({
      kekVersion: version,
      fingerprint,
      addedAt: addedAt.toISOString(),
      retiredAt: retiredAt.toISOString(),
    })),
    waiting: waiting.map(({ fingerprint, source }) => ({ fingerprint, source })),
    processes: holders.length,
    left,
    sealed,
  }
}
