/** Takes the key and what belongs to it, says at once what is wrong with it, seals it and sends it. */
import { readPastedCredential } from '../../src/domain/credential/paste.ts'
import { PASTE_REPAIRS } from '../../src/domain/credential/paste-mistakes.ts'
import { describeLink } from '../../src/domain/hubspot/links/link.ts'
import { parseLink } from '../../src/domain/hubspot/links/parse-link.ts'
import type { HandedKind } from '../../src/domain/intake/intake.ts'
import { outcomeFragment, type IntakeLink } from '../../src/domain/intake/link.ts'
import { PAYLOAD_LIMITS, type PayloadText } from '../../src/domain/intake/payload.ts'
import { redacted } from '../../src/domain/redacted.ts'
import type { OpenedView } from '../../src/surfaces/intake/contract/messages.ts'
import { announce, field, h, type Field } from './element.ts'
import { fileField } from './file-field.ts'
import { showOutcome } from './outcome.ts'
import { sealAndSend } from './send.ts'

export function handOverForm(
  link: IntakeLink,
  request: OpenedView,
  kind: () => HandedKind,
  kindChosen: EventTarget,
): HTMLElement {
  const send = sealAndSend(link, request)
  const token = tokenField()
  const file = fileField(request)
  const portal = field(
    'Portal id',
    h('input', { type: 'text', inputmode: 'numeric', autocomplete: 'off' }),
    'The number in the address bar of HubSpot. Optional: the key itself tells which portal it is of.',
  )
  const links = linkFields(request)
  const context = field(
    'Anything they should know',
    h('textarea', { maxlength: String(PAYLOAD_LIMITS.context) }),
    'Optional. It is sealed together with the key.',
  )
  const email = field(
    'Your e-mail address',
    h('input', { type: 'email', autocomplete: 'email' }),
    'Optional: so that they can reach you, and that you are told what became of it, where their Hubward sends mail. It is sealed too, and wiped at the end.',
  )
  const failure = h('p', { class: 'fault', role: 'alert' })
  const button = h('button', { type: 'submit', class: 'main' }, 'Seal and send')

  const checkToken = (): boolean => {
    const text = token.input.value
    const read = readPastedCredential(redacted(text), kind(), 'token')
    token.fault(read.ok ? '' : read.error.message)
    token.fine(
      read.ok
        ? ['This looks like a key.', ...read.value.repairs.map((one) => PASTE_REPAIRS[one])].join(
            ' ',
          )
        : '',
    )
    return read.ok
  }
  token.input.addEventListener('input', () => {
    if (token.input.value === '') {
      token.fault('')
      token.fine('')
    } else checkToken()
  })
  kindChosen.addEventListener('change', () => void (token.input.value !== '' && checkToken()))
  const checkPortal = (): boolean => {
    const text = portal.input.value.trim()
    const sentence = portalFault(text, request.expectedPortalId)
    portal.fault(sentence)
    return sentence === ''
  }
  portal.input.addEventListener('change', checkPortal)

  const form = h(
    'form',
    { novalidate: true, autocomplete: 'off' },
    h('h2', {}, '2. Hand it over'),
    token.row,
    file.element,
    portal.row,
    ...links.map(({ row }) => row),
    context.row,
    email.row,
    failure,
    button,
    h(
      'p',
      { class: 'hint' },
      'Encrypted in this browser to a key of this request alone. No server on the way can read it.',
    ),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  return h('section', {}, form)

  /** One of the two: which of them was meant nobody else can tell. */
  async function handedKey(): Promise<PayloadText['key'] | undefined> {
    if (!file.chosen()) return checkToken() ? { token: token.input.value } : undefined
    if (token.input.value === '') return file.read()
    token.fault('There are a key and a file. Empty this field, or take the file out below.')
    file.fault('There are a key and a file. Take the file out, or empty the field of the key.')
    return undefined
  }

  async function submit(): Promise<void> {
    failure.textContent = ''
    const handed = await handedKey()
    const emailFine = email.input.value === '' || email.input.validity.valid
    email.fault(emailFine ? '' : 'This is not an e-mail address.')
    if (!checkPortal() || !emailFine || !handed) {
      const wrong = '[aria-invalid=true]'
      const must = [token.row, file.element, portal.row, email.row]
      must
        .map((row) => row.querySelector<HTMLElement>(wrong))
        .find((found) => found !== null)
        ?.focus()
      return
    }
    const portalText = portal.input.value.trim()
    const payload: PayloadText = {
      kind: kind(),
      key: handed,
      portalId: portalText === '' ? null : Number(portalText),
      // An empty one keeps its place: by that it is known what the others are.
      links: links.map(({ input }) => input.value.trim()),
      context: context.input.value.trim(),
      email: email.input.value.trim() || null,
    }
    button.disabled = true
    button.textContent = 'Sealing and sending…'
    announce('Sealing and sending')
    const sent = await send(payload)
    if (!sent.ok) {
      button.disabled = false
      button.textContent = 'Seal and send'
      failure.textContent = sent.message
      announce('')
      return
    }
    form.reset()
    // From here on the address shows the outcome; what could submit stands nowhere any more.
    history.replaceState(null, '', `#${outcomeFragment(sent.receiptKey)}`)
    await showOutcome({ id: link.id, receiptKey: sent.receiptKey }, sent.sha256)
  }
}

function tokenField(): Field<HTMLInputElement> {
  const input = h('input', {
    type: 'password',
    class: 'mono',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: String(PAYLOAD_LIMITS.token),
  })
  const toggle = h('button', { type: 'button', 'aria-pressed': 'false' }, 'Show')
  toggle.addEventListener('click', () => {
    const shown = input.type === 'text'
    input.type = shown ? 'password' : 'text'
    toggle.textContent = shown ? 'Show' : 'Hide'
    toggle.setAttribute('aria-pressed', String(!shown))
  })
  return field('The key', input, 'It begins with "pat-" and the region, such as pat-eu1-….', toggle)
}

function portalFault(text: string, expected: number | null): string {
  if (text === '') return ''
  if (!/^\d{1,15}$/.test(text)) return 'A portal id is a number, such as 12345678.'
  return expected !== null && Number(text) !== expected
    ? `They asked for a key of portal ${expected}. A key of another one will be refused.`
    : ''
}

/** Reads an address as it is typed, without fetching it. What cannot be read may be sent all the same. */
function linkFields({
  wantedLinks,
  expectedPortalId,
}: OpenedView): readonly Field<HTMLInputElement>[] {
  const labels = wantedLinks.length > 0 ? wantedLinks : ['A link to what it is about']
  return labels.slice(0, PAYLOAD_LIMITS.links).map((label) => {
    const one = field(
      label,
      h('input', {
        type: 'text',
        inputmode: 'url',
        autocomplete: 'off',
        maxlength: String(PAYLOAD_LIMITS.link),
      }),
      'Optional. The address from your browser, or the id.',
    )
    one.input.addEventListener('input', () => {
      const text = one.input.value.trim()
      const read = parseLink(text)
      const portalId = read.ok ? read.value.portalId : null
      const other = expectedPortalId !== null && portalId !== null && portalId !== expectedPortalId
      one.fault(
        text === '' || read.ok
          ? other
            ? `This is of portal ${portalId}; they asked about portal ${expectedPortalId}.`
            : ''
          : read.error.needs,
      )
      one.fine(
        read.ok && !other
          ? [`Read as: ${describeLink(read.value)}.`, ...read.value.notes].join(' ')
          : '',
      )
    })
    return one
  })
}
