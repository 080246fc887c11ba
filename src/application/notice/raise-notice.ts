/**
 * Tells people that something happened, as part of the change itself: the notice is there if, and
 * only if, the change is. What goes out by a channel is a job, so nobody waits for a mail server.
 */
import {
  isAppPath,
  writeFacts,
  type FactForms,
  type GivenFacts,
  type WrittenFacts,
} from '../../domain/notice/facts.ts'
import { noticeKind, type FactsOf, type NoticeKind } from '../../domain/notice/kinds.ts'
import type { Notice } from '../../domain/notice/notice.ts'
import { newId, type Services } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { addressNotice } from './address-notice.ts'

export interface RaisedNotice<K extends NoticeKind> {
  readonly kind: K
  readonly facts: GivenFacts<FactsOf<K>>
  /** Paths in the web app: `/connections/con_…`. */
  readonly links?: readonly string[]
  /** Members who get it whatever their role: who asked for what has happened. */
  readonly alsoTo?: readonly string[]
}

/** @throws RangeError where a fact or a link has not its form: a mistake of ours */
export async function raiseNotice<K extends NoticeKind>(
  tx: Repositories,
  { world }: Pick<Services, 'world'>,
  raised: RaisedNotice<K>,
): Promise<Notice> {
  const spec = noticeKind(raised.kind)
  const links = raised.links ?? []
  if (!links.every(isAppPath)) throw new RangeError('A link of a notice is no path of the web app')
  const notice: Notice = {
    id: newId(world, 'notice'),
    kind: raised.kind,
    facts: factsOf(spec.facts, raised.facts),
    links,
    raisedAt: world.now(),
  }
  await tx.notices.insert(notice)
  await addressNotice(tx, { world }, { notice, spec, alsoTo: raised.alsoTo ?? [] })
  return notice
}

const factsOf = (forms: FactForms, given: object): WrittenFacts =>
  writeFacts(forms, given as Parameters<typeof writeFacts>[1])
