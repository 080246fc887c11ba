/** What became of it, step by step, until it is decided; and the receipt. */
import type { OutcomeLink } from '../../src/domain/intake/link.ts'
import type { OutcomeView } from '../../src/surfaces/intake/contract/messages.ts'
import { announce, copyButton, h, show } from './element.ts'
import { ask } from './server.ts'

/** Milliseconds between looks: often while HubSpot is asked, seldom while people decide. */
const LOOK_MS = { waiting: 5_000, submitted: 2_000, held: 10_000, unchecked: 10_000 }

/** The state, and of what is stored whether its check has passed. */
const standing = ({ state, active }: OutcomeView): string =>
  state === 'stored' && active === false ? 'unchecked' : state

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
    if (said.ok && standing(said.value) !== last) {
      last = standing(said.value)
      draw(said.value, sha256)
    }
    const wait = LOOK_MS[last as keyof typeof LOOK_MS] as number | undefined
    if (wait === undefined && last !== '') return
    await new Promise((resolve) => setTimeout(resolve, wait ?? 5_000))
  }
}

interface Words {
  readonly title: string
  readonly tone: 'good' | 'warn' | 'bad' | ''
  say(outcome: OutcomeView): string
}

const WORDS: Readonly<Partial<Record<OutcomeView['state'] | 'unchecked', Words>>> = {
  submitted: {
    title: 'Sent. It is being checked',
    tone: '',
    say: () => 'Their vault opens it and asks HubSpot whose key it is. This takes some seconds.',
  },
  held: {
    title: 'The key works. It waits to be approved',
    tone: 'good',
    say: ({ portalId, missing }) =>
      `It is a key of portal ${portalId}. Somebody there looks at it before it is used.${
        missing.length > 0 ? ` It does not yet cover: ${missing.join(', ')}.` : ''
      } You may close this page; this address shows the outcome later.`,
  },
  stored: {
    title: 'Approved and in use',
    tone: 'good',
    say: ({ portalId }) =>
      `The key of portal ${portalId} lies in their vault. Do not use it anywhere else; you can end it in HubSpot at any time.`,
  },
  unchecked: {
    title: 'Approved. Its check has not passed yet',
    tone: 'warn',
    say: ({ portalId }) =>
      `The key of portal ${portalId} lies in their vault, but it is not in use: a check of it found something to mend. They were told, and may ask you.`,
  },
  refused: {
    title: 'It was not taken',
    tone: 'bad',
    say: ({ refusal }) => refusal?.message ?? 'No reason was given.',
  },
  expired: {
    title: 'Its time has run out',
    tone: 'warn',
    say: () =>
      'Nobody decided in time, and what you sent was wiped. If the key is not needed, end it in HubSpot.',
  },
}

function draw(outcome: OutcomeView, computed: string | undefined): void {
  const words = WORDS[standing(outcome) as keyof typeof WORDS]
  const title = words?.title ?? 'It is closed'
  const sha256 = outcome.sha256 ?? ''
  show(
    h('h1', {}, title),
    h(
      'section',
      {},
      h('p', { class: `note ${words?.tone ?? ''}` }, words?.say(outcome) ?? ''),
      h('h2', {}, 'Receipt'),
      h(
        'dl',
        {},
        h('dt', {}, 'For'),
        h('dd', {}, outcome.title),
        h('dt', {}, 'Request'),
        h('dd', { class: 'mono' }, outcome.id),
        h('dt', {}, 'Sent'),
        h('dd', {}, outcome.submittedAt ? new Date(outcome.submittedAt).toLocaleString() : ''),
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
