/** What became of it, step by step, until it is decided; and the receipt. */
import type { OutcomeLink } from '../../src/domain/intake/link.ts'
import { outcomeWords, standingOf } from '../../src/domain/intake/outcome-words.ts'
import type { OutcomeView } from '../../src/surfaces/intake/contract/messages.ts'
import { announce, copyButton, h, show } from './element.ts'
import { ask } from './server.ts'

/** Milliseconds between looks: often while HubSpot is asked, seldom while people decide. */
const LOOK_MS = {
  waiting: 5_000,
  submitted: 2_000,
  stalled: 60_000,
  held: 10_000,
  unchecked: 10_000,
  check_failed: 10_000,
  staged: 10_000,
  in_use: 60_000,
  unaccepted: 60_000,
  previous: 60_000,
}

export async function showOutcome(link: OutcomeLink, sha256?: string): Promise<void> {
  let last = ''
  for (;;) {
    const said = await ask(link.id, 'outcome', { receiptKey: link.receiptKey })
    if (!said.ok && said.code === 'intake.not_available') {
      show(h('h1', {}, 'There is nothing to show'), h('p', { class: 'note bad' }, said.message))
      return
    }
    // Whatever else it is passes: a server that is away, or one that was asked too often.
    if (!said.ok && last === '') {
      last = 'waiting'
      const again = `${said.message} This page goes on trying by itself.`
      show(h('h1', {}, 'How it ends is not known yet'), h('p', { class: 'note warn' }, again))
    }
    if (said.ok && standingOf(said.value) !== last) {
      last = standingOf(said.value)
      draw(said.value, sha256)
    }
    const wait = LOOK_MS[last as keyof typeof LOOK_MS] as number | undefined
    if (wait === undefined && last !== '') return
    await new Promise((resolve) => setTimeout(resolve, wait ?? 5_000))
  }
}

function draw(outcome: OutcomeView, computed: string | undefined): void {
  const { title, tone, text } = outcomeWords(outcome)
  const sha256 = outcome.sha256 ?? ''
  show(
    h('h1', {}, title),
    h(
      'section',
      {},
      h('p', { class: `note ${tone}` }, text),
      h('h2', {}, 'Receipt'),
      h(
        'dl',
        {},
        h('dt', {}, 'For'),
        h('dd', {}, outcome.title),
        h('dt', {}, 'Request'),
        h('dd', { class: 'mono' }, outcome.id),
        h('dt', {}, 'Sent'),
        h(
          'dd',
          {},
          outcome.submittedAt
            ? new Date(outcome.submittedAt).toLocaleString(undefined, {
                dateStyle: 'long',
                timeStyle: 'short',
              })
            : '',
        ),
        h('dt', {}, 'SHA-256'),
        h('dd', { class: 'mono' }, sha256),
      ),
      copyButton(`${outcome.id} ${outcome.submittedAt ?? ''} sha256:${sha256}`, 'the receipt'),
      h(
        'p',
        { class: 'hint' },
        computed === sha256
          ? 'The hash is of the sealed bytes, and this browser computed the same.'
          : 'The hash is of the sealed bytes.',
      ),
    ),
  )
  announce(title)
}
