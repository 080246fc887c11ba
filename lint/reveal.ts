/**
 * Where a `Redacted` may be opened. A secret leaves its wrapper only where it is sealed, sent to
 * HubSpot, or shown once to the person it was made for; each place says which. Tests may open
 * what they made up.
 *
 * A path that ends in `/` is a folder, any other is one file. An entry that no longer opens
 * anything is reported, so that the list cannot outgrow its use.
 */
export const MAY_REVEAL: Record<string, string> = {
  'src/domain/credential/paste.ts':
    'it reads the form of what was pasted, and repeats nothing of it',
  'src/adapters/crypto/': 'sealing and opening is what it does',
  'src/application/access/create-key.ts': 'hashes the client key that it has just made',
  'src/surfaces/cli/client.ts': 'sends the key of whoever runs the command, in the header',
  'src/surfaces/oauth/provider.ts': 'hands the library the key with which it signs access tokens',
  'src/surfaces/admin/routes/keys.ts': 'shows a new client key, once, to the admin who made it',
  'src/surfaces/admin/routes/notice-channels.ts':
    'shows the key that signs a new webhook, once, to the admin who made it',
  'src/surfaces/admin/routes/intakes.ts': 'shows a one-time link, once, to who made it',
  'src/surfaces/admin/cookies.ts': 'sets the session cookie, the one place where its secret lives',
  'src/surfaces/admin/routes/ways-in.ts': 'shows an invitation’s link, once, to who made it',
  'src/adapters/sign-in/oidc.ts': 'sends client secret and PKCE verifier to their own provider',
  'src/adapters/notice/':
    'signs in at the mail server, posts to the webhook’s address, signs with its key',
  'src/application/intake/sender.ts':
    'shows the address of who handed over to who decides, and mails the outcome there',
  'src/application/intake/words.ts':
    'shows what a sender wrote beside the key to who looks at the request',
  'src/application/notice/channel-secret.ts':
    'reads the form of a webhook’s address, keeps its host, and writes what is sealed',
  'src/main/init.ts': 'saves the first admin key for the commands of this machine',
  'src/main/service-texts.ts': 'shows the secrets of a fresh set-up, once, to the operator',
  'src/main/admin-link.ts': 'makes the first admin’s address of its token, for that text',
  'bench/activity/run.ts': 'asks the admin API with the key that it has just made',
  'src/adapters/hubspot/': 'the only place that speaks to HubSpot, in the header of that call',
}
