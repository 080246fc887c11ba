/** What the admin API answers of a connection that had a bad week, and of an examined installation. */
const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()

const WELL = {
  condition: 'healthy',
  confidence: 'certain',
  title: 'Healthy',
  severity: 'ok',
  description: 'HubSpot accepts the credential, and it holds the HubSpot scopes it held before.',
  remedy: 'Nothing to do.',
  facts: {},
}
const SCOPE_GONE = {
  condition: 'scope_removed',
  confidence: 'certain',
  title: 'HubSpot scope removed',
  severity: 'warning',
  description:
    'The credential lost tickets at HubSpot. Groups that are granted tickets:read and tickets:write get refusals.',
  remedy:
    'Switch tickets on again for the key or app in HubSpot; Hubward notices by itself. If it was meant to go, say so by hubward connection recheck main',
  facts: { scopes: ['tickets'], affects: ['tickets:read', 'tickets:write'] },
}
const DOWN = {
  ...SCOPE_GONE,
  condition: 'hubspot_down',
  title: 'HubSpot has trouble',
  severity: 'urgent',
  description: 'HubSpot answers with errors of its own.',
  facts: { cause: 'errors', status: 503 },
}

export const UNWELL = {
  connection: {
    id: 'con_00000000000000000000',
    name: 'main',
    title: 'Harbour Tea',
    state: 'active',
  },
  diagnosis: SCOPE_GONE,
  since: ago(5),
  suspicion: null,
  seenAt: ago(0.02),
  nextLookAt: ago(-0.02),
  latencyMs: 84,
  periods: [
    { diagnosis: SCOPE_GONE, beganAt: ago(5), endedAt: null },
    { diagnosis: WELL, beganAt: ago(50), endedAt: ago(5) },
    { diagnosis: DOWN, beganAt: ago(54.4), endedAt: ago(50) },
    { diagnosis: WELL, beganAt: ago(400), endedAt: ago(54.4) },
  ],
  keyEvents: [
    {
      id: '5432655',
      at: ago(5.1),
      type: 'SERVICE_KEY_PERMISSIONS_UPDATE',
      meaning: 'scopes_changed',
      title: 'HubSpot scopes changed',
      concern: 'this',
      actorId: 8_200_001,
    },
    {
      id: '5432654',
      at: ago(72),
      type: 'SERVICE_KEY_REVEAL',
      meaning: 'revealed',
      title: 'Key shown to somebody',
      concern: 'perhaps',
      actorId: 8_200_002,
    },
  ],
  reading: {
    outcome: 'read',
    askedAt: ago(0.05),
    readThrough: ago(0.05),
    gap: { from: ago(3_000), to: ago(2_800) },
  },
}

const check = (name: string, title: string, status: string, found: string, remedy?: string) => ({
  name,
  title,
  status,
  found,
  remedy: remedy ?? null,
})

export const EXAMINED = {
  checks: [
    check('node', 'Node', 'ok', 'Node 24.21.0.'),
    check(
      'config',
      'Configuration',
      'ok',
      'Hubward is reached at https://hubward.example.com; its data folder is /var/lib/hubward.',
    ),
    check('master_key_fits', 'Master key opens the vault', 'ok', 'It opened the vault’s canary.'),
    check(
      'disk',
      'Disk',
      'warn',
      '612 MB of 40.0 GB are free where /var/lib/hubward lies.',
      'Make room, or move the data folder to a larger disk: a full one stops every call.',
    ),
    check(
      'certificate',
      'Certificate of the public address',
      'fail',
      'It ended 2 days ago (issued by Example CA).',
      'Renew it now.',
    ),
    check(
      'hubspot',
      'Way to HubSpot',
      'ok',
      'api.hubapi.com: name 4 ms, connection 11 ms, TLS 19 ms, answer 41 ms.',
    ),
    check('jobs', 'Background work', 'ok', 'The last round was 3 s ago.'),
  ],
}
