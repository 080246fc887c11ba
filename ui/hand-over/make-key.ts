/** How to make the key in HubSpot: which kind, step by step, with only the scopes that are needed. */
import { CREDENTIAL_GUIDES } from '../../src/domain/credential/guide.ts'
import { CREDENTIAL_KINDS } from '../../src/domain/credential/kind.ts'
import { HANDED_KINDS, type HandedKind } from '../../src/domain/intake/intake.ts'
import { CREDENTIAL_STEPS } from '../../src/domain/rotation/end-steps.ts'
import type { OpenedView } from '../../src/surfaces/intake/contract/messages.ts'
import { copyButton, h } from './element.ts'

export interface KeyGuide {
  readonly element: HTMLElement
  /** The kind that is chosen now. */
  kind(): HandedKind
  /** Fires when another is chosen. */
  readonly choice: EventTarget
}

export function makeKey(request: OpenedView): KeyGuide {
  const guides = HANDED_KINDS.flatMap((kind) =>
    CREDENTIAL_GUIDES.filter((one) => one.kind === kind).map((guide) => ({ ...guide, kind })),
  )
  let chosen: HandedKind = HANDED_KINDS[0]
  const steps = h('div', {})
  const choices = h(
    'fieldset',
    {},
    h('legend', {}, 'Which kind of key?'),
    ...guides.map(({ kind, forWhom }) =>
      h(
        'label',
        { class: 'choice' },
        h('input', { type: 'radio', name: 'kind', value: kind, checked: kind === chosen }),
        h(
          'span',
          {},
          h('strong', {}, titleOf(kind)),
          h('br'),
          h('span', { class: 'soft small' }, forWhom),
        ),
      ),
    ),
  )
  const draw = (): void => {
    const guide = guides.find(({ kind }) => kind === chosen)
    if (!guide) return
    steps.replaceChildren(
      ...(request.replaces ? rotation(guide.kind) : []),
      ...(guide.notice ? [h('p', { class: 'note small' }, guide.notice)] : []),
      h(
        'ol',
        {},
        ...guide.steps.map(({ text, scopes }) =>
          h(
            'li',
            {},
            text.replace('Paste it here.', 'Paste it below.'),
            scopes && scopeList(request),
          ),
        ),
      ),
    )
  }
  choices.addEventListener('change', ({ target }) => {
    const value = target instanceof HTMLInputElement ? target.value : ''
    chosen = HANDED_KINDS.find((kind) => kind === value) ?? chosen
    draw()
  })
  draw()
  return {
    element: h('section', {}, h('h2', {}, '1. Make the key in HubSpot'), choices, steps),
    kind: () => chosen,
    choice: choices,
  }
}

/** Where there is one already, the shorter way comes first. */
function rotation(kind: HandedKind): readonly HTMLElement[] {
  return [
    h(
      'p',
      { class: 'note' },
      'They use a key of this portal already, and the new one takes its place. Let the one before go on working until they have gone over to it.',
    ),
    h('p', {}, 'Where you can open the key that they use, rotate it:'),
    h('ol', {}, ...CREDENTIAL_STEPS[kind].rotate.map((step) => h('li', {}, step))),
    h('p', {}, 'Or make another:'),
  ]
}

function titleOf(kind: HandedKind): string {
  const { title } = CREDENTIAL_KINDS[kind]
  const begun = title.charAt(0).toUpperCase() + title.slice(1)
  return kind === 'service_key' ? `${begun} (recommended)` : begun
}

function scopeList({ hubspotScopes }: OpenedView): HTMLElement {
  return h(
    'div',
    {},
    h(
      'ul',
      { class: 'scopes', 'aria-label': 'HubSpot scopes' },
      ...hubspotScopes.map((scope) => h('li', {}, h('code', {}, scope), copyButton(scope, scope))),
    ),
    hubspotScopes.length > 1 &&
      h(
        'p',
        { class: 'small soft' },
        'These and no others: a key that can do more is a larger loss if it is lost. ',
        copyAll(hubspotScopes),
      ),
  )
}

function copyAll(scopes: readonly string[]): HTMLElement {
  const button = copyButton(scopes.join('\n'), 'all scopes')
  return h('span', {}, 'All of them: ', button)
}
