/**
 * Makes a marked contact, reads it, changes it, finds it by search, archives it and sees it gone.
 * The check's own row knows of the record before HubSpot does, so that whatever dies when, the next
 * check finds and removes it. Only where it was asked for, and the credential may write contacts.
 */
import {
  failure,
  fine,
  judged,
  skipped,
  warning,
  type Finding,
} from '../../../domain/check/report.ts'
import {
  TEST_FLOW_SCOPES,
  TEST_UPDATE,
  testEmailOf,
  testProperties,
} from '../../../domain/check/test-record.ts'
import type { HouseAnswer } from '../../gateway/house-call.ts'
import { usable } from '../answer-in-words.ts'
import type { CheckRun, Step } from '../check-run.ts'
import { CONTACTS, removeLeftovers, removeTestRecord } from '../remove-test-record.ts'

export const testFlowStep: Step = {
  name: 'test_flow',
  needs: ['credential', 'portal'],
  async run(run) {
    // What an earlier check left is removed whether or not this one makes something.
    const cleaned = await removeLeftovers(run)
    const lacking = TEST_FLOW_SCOPES.filter((scope) => !run.heldScopes.includes(scope))
    if (!run.options.testFlow || lacking.length > 0) {
      if (cleaned.length > 0)
        return judged('Nothing was written; an earlier check was cleaned up', cleaned)
      return run.options.testFlow
        ? skipped(
            `Nothing was written: the credential lacks ${lacking.join(' and ')}`,
            'It needs both to make a contact and read it. Switch them on at HubSpot where writing is wanted.',
          )
        : skipped('It was not asked for, so nothing was written')
    }
    const flow = new Flow(run)
    const findings = [...cleaned, ...(await flow.go())]
    const done = findings.every(({ outcome }) => outcome !== 'failed')
    return judged(
      done ? 'A record was made, read, changed, found and removed' : 'It did not go through',
      findings,
      { marker: testEmailOf(run.checkId), searchTries: flow.searchTries },
    )
  },
}

/** HubSpot promises its index "a few moments" (facts §9): in all some half a minute. */
const SEARCH_WAITS_MS = [500, 1_000, 2_000, 3_000, 4_000, 5_000, 5_000, 5_000, 5_000]

class Flow {
  readonly #run: CheckRun
  readonly #findings: Finding[] = []
  readonly #email: string
  searchTries = 0

  constructor(run: CheckRun) {
    this.#run = run
    this.#email = testEmailOf(run.checkId)
  }

  async go(): Promise<readonly Finding[]> {
    const { checks } = this.#run.ctx.store.read
    await checks.noteTestRecord(this.#run.checkId, this.#email)
    let id: string | null = null
    try {
      id = await this.#create()
      if (id !== null) await this.#use(id)
    } finally {
      // Also where the creation got no answer: it may have been carried out.
      this.#run.say('removes the record')
      const { checkId } = this.#run
      const leftover = { checkId, email: this.#email, recordId: id }
      this.#findings.push(...(await removeTestRecord(this.#run, leftover)))
    }
    return this.#findings
  }

  async #create(): Promise<string | null> {
    this.#run.say('makes a contact')
    const properties = testProperties(this.#run.checkId)
    const made = await this.#done('Making a contact', {
      method: 'POST',
      target: CONTACTS,
      body: { properties },
    })
    const id = made && textOf(made.body, 'id')
    if (!id) return null
    await this.#run.ctx.store.read.checks.noteTestRecordId(this.#run.checkId, id)
    this.#findings.push(fine(`A contact was made: ${this.#email}.`))
    return id
  }

  async #use(id: string): Promise<void> {
    this.#run.say('reads it')
    const target = `${CONTACTS}/${encodeURIComponent(id)}?properties=email,${TEST_UPDATE.property}`
    const read = await this.#done('Reading it back', { method: 'GET', target })
    if (!read) return
    this.#same(read, 'email', this.#email, 'It was read back as it was written.')
    this.#run.say('changes it')
    const changed = await this.#done('Changing it', {
      method: 'PATCH',
      target: `${CONTACTS}/${encodeURIComponent(id)}`,
      body: { properties: { [TEST_UPDATE.property]: TEST_UPDATE.value } },
    })
    if (!changed) return
    const again = await this.#done('Reading the change', { method: 'GET', target })
    if (again) this.#same(again, TEST_UPDATE.property, TEST_UPDATE.value, 'It was changed.')
    await this.#find(id)
  }

  async #find(id: string): Promise<void> {
    const filter = { propertyName: 'email', operator: 'EQ', value: this.#email }
    const body = { filterGroups: [{ filters: [filter] }], properties: ['email'], limit: 1 }
    for (const wait of [0, ...SEARCH_WAITS_MS]) {
      if (wait > 0) await this.#run.ctx.world.sleep(wait)
      this.searchTries += 1
      this.#run.say(`looks for it, try ${this.searchTries}`)
      const found = await this.#done('Finding it by search', {
        method: 'POST',
        target: `${CONTACTS}/search`,
        body,
      })
      if (!found) return
      if (idsOf(found.body).includes(id)) {
        const tries = this.searchTries === 1 ? 'at once' : `at try ${this.searchTries}`
        this.#findings.push(fine(`Search found it ${tries}.`))
        return
      }
    }
    this.#findings.push(
      warning(
        'Search did not show it within half a minute, though it could be read by its id.',
        "HubSpot's search index lags behind, more than it usually does: what was just written may be missing from searches.",
      ),
    )
  }

  /** The answer, or `null` where it failed: that is then among the findings. */
  async #done(what: string, call: Parameters<CheckRun['ask']>[0]): Promise<HouseAnswer | null> {
    const answer = usable(what, await this.#run.ask(call))
    if (answer.ok) return answer.value
    this.#findings.push(answer.error)
    return null
  }

  #same({ body }: HouseAnswer, property: string, wanted: string, text: string): void {
    const found = textOf(memberOf(body, 'properties'), property)
    this.#findings.push(
      found === wanted
        ? fine(text)
        : failure(
            `${property} came back otherwise than it was written.`,
            'See whether a workflow of the portal changes new contacts.',
          ),
    )
  }
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined

function textOf(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name)
  return typeof member === 'string' ? member : undefined
}

function idsOf(body: unknown): readonly (string | undefined)[] {
  const results = memberOf(body, 'results')
  return Array.isArray(results) ? results.map((one) => textOf(one, 'id')) : []
}
