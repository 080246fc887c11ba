/** The way to HubSpot, step by step: name, connection, TLS, an answer, each with its time. */
import { tryWay, type Way } from '../../../adapters/hubspot/health/way.ts'
import { fail, ok, warn, type Check, type Finding, type Subject } from '../check.ts'
import { ask } from './database.ts'

const GLOBAL_ORIGIN = 'https://api.hubapi.com'
/** Slower than this, every call suffers. */
const SLOW_MS = 2_000

export const hubspotCheck: Check = {
  name: 'hubspot',
  title: 'Way to HubSpot',
  needs: ['config'],
  async look(subject) {
    const origins = await hubspotOrigins(subject)
    const ways = await Promise.all(origins.map((origin) => tryWay(origin)))
    const findings = ways.map(findingOf)
    const worst =
      findings.find(({ status }) => status === 'fail') ??
      findings.find(({ status }) => status === 'warn')
    return worst ?? ok(findings.map(({ found }) => found).join(' '))
  },
}

/** Those that connections use; HubSpot's global one where there are none. */
export async function hubspotOrigins(subject: Subject): Promise<string[]> {
  const used = subject.database
    ? await ask<{ base_url: string }>(
        subject,
        `select distinct base_url from connection where state <> 'disconnected' order by 1 limit 10`,
      ).catch(() => [])
    : []
  if (used.length > 0) return used.map((row) => row.base_url)
  return [subject.config?.hubspotBaseUrl ?? GLOBAL_ORIGIN]
}

export function findingOf({ host, failed, steps }: Way): Finding {
  const told = steps.map(({ name, ms }) => `${name} ${Math.round(ms)} ms`).join(', ')
  if (failed !== null)
    return fail(
      `${host}: ${STEPS[failed].what}${told ? ` (${told})` : ''}.`,
      STEPS[failed].remedy(host),
    )
  const total = steps.reduce((sum, { ms }) => sum + ms, 0)
  if (total > SLOW_MS)
    return warn(`${host} answers slowly: ${told}.`, 'Look for a slow resolver or proxy on the way.')
  return ok(`${host}: ${told}.`)
}

const STEPS: Readonly<
  Record<NonNullable<Way['failed']>, { what: string; remedy: (host: string) => string }>
> = {
  name: {
    what: 'its name is not resolved',
    remedy: () => 'Mend the resolver of this machine (/etc/resolv.conf, or the container’s DNS).',
  },
  connection: {
    what: 'no connection to it can be made',
    remedy: (host) => `Let this machine reach ${host}: a firewall refuses or drops it.`,
  },
  TLS: {
    what: 'its certificate is not accepted',
    remedy: (host) =>
      `Let ${host} pass the proxy that opens TLS, or add its authority by NODE_EXTRA_CA_CERTS. Check the clock, too.`,
  },
  answer: {
    what: 'it does not answer',
    remedy: () => 'See https://status.hubspot.com; or a proxy on the way holds the answer back.',
  },
}
