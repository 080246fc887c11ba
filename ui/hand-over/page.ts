/**
 * The page behind a one-time link. It does nothing until somebody presses the button, so that
 * robots which open links, scripts and all, use nothing up and ring no bell.
 */
import {
  LINK_FAULTS,
  parseFragment,
  parseOutcomeFragment,
  type IntakeLink,
} from '../../src/domain/intake/link.ts'
import { h, show } from './element.ts'
import { showOutcome } from './outcome.ts'
import { showRequest } from './request.ts'
import { canSeal } from './secrets.ts'
import { ask } from './server.ts'
import { isKeyOfLink } from './verify.ts'

function start(): void {
  const id = location.pathname.split('/')[2] ?? ''
  const fragment = location.hash.slice(1)
  const outcome = parseOutcomeFragment(id, fragment)
  if (outcome) return void showOutcome(outcome)
  const link = parseFragment(id, fragment)
  if (link.ok) cover(link.value)
  else refuse('This link does not work', LINK_FAULTS[link.error])
}

function cover(link: IntakeLink): void {
  const button = h('button', { type: 'button', class: 'main' }, 'Show the request')
  const fault = h('p', { class: 'fault', role: 'alert' })
  button.addEventListener('click', () => {
    button.disabled = true
    fault.textContent = ''
    void open(link).then((message) => {
      button.disabled = false
      fault.textContent = message
    })
  })
  show(
    h('h1', {}, 'You were asked for a HubSpot key'),
    h(
      'section',
      {},
      h(
        'p',
        {},
        'Behind this page is a request from an organisation that uses Hubward. It shows how to make the key in HubSpot, and takes it sealed: it is encrypted in this browser, and only their vault can open it.',
      ),
      h('p', { class: 'soft' }, 'The link works once. Looking does not use it up.'),
      button,
      fault,
    ),
  )
}

/** @returns what went wrong, in a sentence */
async function open(link: IntakeLink): Promise<string> {
  const opened = await ask(link.id, 'open', { capability: link.capability })
  if (!opened.ok) return opened.message
  if (!(await isKeyOfLink(link, opened.value))) {
    refuse(
      'Stop: this is not the key of your link',
      'The server gave another encryption key than the one that the link was made with, so somebody may be trying to read what you send. Enter nothing here, and tell whoever sent you the link.',
    )
    return ''
  }
  showRequest(link, opened.value, await canSeal())
  return ''
}

function refuse(title: string, sentence: string): void {
  show(h('h1', {}, title), h('p', { class: 'note bad' }, sentence))
}

// A link that is pasted over another in the same tab changes only what is behind the #.
addEventListener('hashchange', start)
start()
