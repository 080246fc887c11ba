/** Reads one record of each object that is granted. Of its fields the report has the names alone. */
import { fine, judged, skipped, warning, type Finding } from '../../../domain/check/report.ts'
import {
  maskedFields,
  sampleOf,
  sampleReadOf,
  type Sample,
  type SampleRead,
} from '../../../domain/check/samples.ts'
import type { Scope } from '../../../domain/access/scope.ts'
import { isCovered } from '../../../domain/hubspot/hubspot-scopes.ts'
import { usable } from '../answer-in-words.ts'
import type { CheckRun, Step } from '../check-run.ts'
import { wantedOf } from '../wanted-of.ts'

export const samplesStep: Step = {
  name: 'samples',
  needs: ['credential', 'portal'],
  async run(run) {
    const { granted } = await wantedOf(run.ctx, run.connection.id)
    const reads = granted.flatMap(({ scope }) => {
      const read = sampleReadOf(scope)
      return read ? [{ scope, read }] : []
    })
    if (reads.length === 0)
      return skipped(
        'Nothing is granted that could be read',
        'Grant a group something, then check again.',
      )
    const open = reads.filter(({ scope }) => isCovered(scope, run.heldScopes))
    const findings: Finding[] = []
    const samples: Sample[] = []
    const masked: Record<string, Readonly<Record<string, string>>> = {}
    for (const { scope, read } of open) {
      run.say(`reads one of ${read.object}`)
      const taken = await readOne(run, scope, read, masked)
      findings.push(taken.finding)
      if (taken.sample) samples.push(taken.sample)
    }
    if (run.options.showSample) run.samples = masked
    const shut = reads.filter(({ scope }) => !isCovered(scope, run.heldScopes))
    if (shut.length > 0)
      findings.push(
        warning(
          `Not read, since their HubSpot scopes are missing: ${shut.map(({ read }) => read.object).join(', ')}.`,
          null,
        ),
      )
    const read = `${samples.length} of ${reads.length} objects could be read`
    return judged(read, findings, { samples })
  },
}

async function readOne(
  run: CheckRun,
  scope: Scope,
  read: SampleRead,
  masked: Record<string, Readonly<Record<string, string>>>,
): Promise<{ readonly finding: Finding; readonly sample?: Sample }> {
  const { method, target, body } = read
  const answer = usable(
    `Reading one of ${read.object}`,
    await run.ask({ method, target, ...(body !== undefined && { body }) }),
  )
  if (!answer.ok) return { finding: answer.error }
  const sample = sampleOf(read, scope, answer.value.body)
  if (run.options.showSample) masked[read.object] = maskedFields(answer.value.body)
  return { sample, finding: fine(inWords(sample)) }
}

function inWords({ object, found, fields, filled }: Sample): string {
  if (found === 0) return `${capital(object)}: may be read; there is none yet.`
  return `${capital(object)}: one read, ${fields.length} fields, ${filled} of them filled (${fields.slice(0, 8).join(', ')}${fields.length > 8 ? ', …' : ''}).`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
