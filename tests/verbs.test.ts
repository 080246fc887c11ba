/**
 * Every verb asks who may do it, and every verb that changes something records it: read from the
 * sources, since a verb that forgets is exactly the one that no test thought of.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../src/application')

/** Folders whose functions take a `Context`; the gateway's decide by grants instead. */
const FOLDERS = [
  'access',
  'activity',
  'audit',
  'authorisation',
  'check',
  'connection',
  'doctor',
  'health',
  'intake',
  'notice',
  'people',
  'people/provisioning',
  'people/requests',
  'resolve',
  'review',
  'rotation',
  'settings',
  'sign-in',
  'vault',
]

/**
 * `changeConnection` is handed the act and asks by it; what is about oneself demands to be somebody,
 * or asks where it is about another.
 */
const ASKS =
  /\bauthorise\(ctx, ('(read|change|secure|operate|approve)'|act), |\bchangeConnection\(\s*ctx,\s*'|\b(demandPerson|demandBrowser)\(ctx\)|\bwhoseToRead\(ctx, /

interface Verb {
  readonly name: string
  readonly body: string
  readonly file: string
}

const verbs: Verb[] = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) =>
      verbsOf(`${folder}/${file}`, readFileSync(join(ROOT, folder, file), 'utf8')),
    ),
)

/** Exported functions whose first parameter is the context; those handed a transaction are parts of one. */
function verbsOf(file: string, source: string): Verb[] {
  const pieces = source.split(/^(?=export (?:async )?function )/m)
  return pieces.flatMap((piece) => {
    const [, name] =
      /^export (?:async )?function (\w+)(?:<[^>]*>)?\(\s*ctx: Context\b/.exec(piece) ?? []
    return name ? [{ name, file, body: piece }] : []
  })
}

/** Why these need not ask. */
const EXEMPT: Readonly<Record<string, string>> = {
  freshNext: 'part of the verb that has asked',
  askInUse: 'part of two verbs that have asked',
  planFor: 'part of two verbs that have asked',
  showOwnLastCall: 'says to the caller what the caller did',
  showOwnAccess: 'says to the caller what the caller may do',
  askDefinition: 'part of the verbs that have asked',
  lookUp: 'part of the verb that has asked',
  rightsOn: 'part of the verb that has asked',
  storeConnection: 'part of two verbs that have asked',
  connectChecked: 'part of two verbs that have asked',
  storeReplacement: 'part of two verbs that have asked',
  validateNext: 'part of three verbs that have asked',
  storeNext: 'part of two verbs that have asked',
  grantsOf: 'part of two verbs that have asked',
  endGrants: 'part of two verbs that have asked',
  readAskedFor: 'part of the verb that has asked',
  readCredential: 'reads what was typed; touches nothing',
  validateBeside: 'part of two verbs that have asked',
  validateCredential: 'part of three verbs that have asked',
  gather: 'part of a verb that has asked',
  believe: 'part of a verb that has asked',
  readPortal: 'part of the verb that has asked',
  readLogins: 'part of the verb that has asked',
  readUserEvents: 'part of the verb that has asked',
  findUser: 'part of the verbs that have asked',
  seenBy: 'puts names to what a verb has answered',
  readSubmission: 'part of two verbs that have asked',
  gatherInput: 'part of verbs that have asked',
  ownedBy: 'part of verbs that have asked',
  keepPlan: 'part of two verbs that have asked',
  applyPlan: 'waits for the end of the verb that asks: startApply',
  wantedNow: 'part of verbs that have asked',
  rulesInForce: 'part of verbs that have asked',
  carryThrough: 'part of verbs that have asked',
  startRun: 'part of verbs that have asked',
  lookerOf: 'it is itself a question',
  demandApprover: 'it is itself a question',
  shownPlan: 'part of the verb that has asked',
  openIntake: 'nobody is signed in there: the link decides',
  submitIntake: 'nobody is signed in there: the link decides',
  showOutcome: 'nobody is signed in there: the receipt decides',
  notAvailable: 'counts a miss, and puts it in words',
  demandRoom: 'slows guessing',
  validateTokens: 'part of the verb that has asked',
  beginPasskeySignIn: 'nobody is signed in yet: the passkey decides',
  completePasskeySignIn: 'nobody is signed in yet: the passkey decides',
  activePerson: 'part of the verbs that sign in',
  beginOidc: 'nobody is signed in yet, or it asks the visit’s own session',
  completeOidc: 'the provider’s answer decides',
  signedInHere: 'reads who this browser is',
  openLink: 'nobody is signed in yet: the link decides',
  beginWelcome: 'nobody is signed in yet: the link decides',
  completeWelcome: 'nobody is signed in yet: the link decides',
  showSession: 'says to this browser who it is',
  describeSession: 'says to this browser who it is',
  describeDoor: 'what everybody may know who comes to the door',
  signOut: 'ends this browser’s own session',
  giveChallenge: 'part of verbs that decide by the answer to it',
  takeChallenge: 'part of verbs that decide by it',
  verifyAssertion: 'part of verbs that decide by it',
  clientOf: 'part of the verbs that visit a provider',
  demandStepUp: 'it is itself a question',
  demandPerson: 'it is itself a question',
  demandBrowser: 'it is itself a question',
  demandNotAbove: 'it is itself a question',
  demandOwnOrSecure: 'it is itself a question',
  whoseToRead: 'it is itself a question',
  demandFewFailures: 'slows guessing',
  demandFewBegun: 'slows guessing',
  failed: 'records a failure',
  providerFailed: 'puts a failure in words',
  stillSignedIn: 'says whether the caller is still who they were',
}

test('the sources were found', () => {
  expect(verbs.length).toBeGreaterThan(25)
})

test('every exemption is still one', () => {
  const names = new Set(verbs.map(({ name }) => name))
  expect(Object.keys(EXEMPT).filter((name) => !names.has(name))).toEqual([])
})

test.each(verbs.filter(({ name }) => !(name in EXEMPT)))('$file $name authorises', ({ body }) => {
  expect(body).toMatch(ASKS)
})
