/** What is asked for: who, what, until when; then how to make the key, then the form to hand it over. */
import type { IntakeLink } from '../../src/domain/intake/link.ts'
import type { OpenedView } from '../../src/surfaces/intake/contract/messages.ts'
import { h, show } from './element.ts'
import { handOverForm } from './hand-over-form.ts'
import { makeKey } from './make-key.ts'

export function showRequest(link: IntakeLink, request: OpenedView, canSeal: boolean): void {
  const { choice, kind, element } = makeKey(request)
  show(
    h('h1', {}, `${request.organisation} asks for a ${request.replaces ? 'new ' : ''}HubSpot key`),
    about(request),
    element,
    canSeal ? handOverForm(link, request, kind, choice) : otherWays(request),
  )
}

function about(request: OpenedView): HTMLElement {
  const until = new Date(request.expiresAt).toLocaleString(undefined, {
    dateStyle: 'long',
    timeStyle: 'short',
  })
  return h(
    'section',
    { 'aria-label': 'The request' },
    h('h2', {}, request.title),
    request.context !== '' && h('p', { class: 'context' }, request.context),
    h(
      'dl',
      {},
      h('dt', {}, 'Asked by'),
      h('dd', {}, `${request.madeByName}, ${request.organisation}`),
      request.expectedPortalId !== null && h('dt', {}, 'For the portal'),
      request.expectedPortalId !== null &&
        h('dd', { class: 'mono' }, String(request.expectedPortalId)),
      h('dt', {}, 'Until'),
      h('dd', {}, until),
    ),
    h('p', {}, 'With the key they will be able to:'),
    h('ul', {}, ...request.scopes.map(({ description }) => h('li', {}, description))),
    h(
      'p',
      { class: 'soft small' },
      'If you do not know who this is, ask them by another way before you send anything.',
    ),
  )
}

/** Where this browser cannot seal. */
function otherWays({ ageRecipient }: OpenedView): HTMLElement {
  return h(
    'section',
    {},
    h('h2', {}, '2. Hand it over'),
    h(
      'p',
      { class: 'note warn' },
      'This browser cannot encrypt the key (it lacks X25519, or the page did not come by HTTPS). Open the whole link in a current Chrome, Edge, Firefox or Safari. Whoever has Hubward installed can hand it over in a terminal instead:',
    ),
    h('p', { class: 'mono' }, 'hubward intake submit'),
    h(
      'p',
      { class: 'soft small' },
      `It asks for the link and for the key. Its age recipient is ${ageRecipient}.`,
    ),
  )
}
