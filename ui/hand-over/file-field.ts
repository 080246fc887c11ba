/** For those who encrypt by themselves: an age file to this request's recipient, or a ZIP with AES-256. */
import { base64url } from '../../src/domain/base64url.ts'
import { HANDED_FILE_FAULTS, readHandedFile } from '../../src/domain/intake/handed-file.ts'
import { PAYLOAD_LIMITS, type PayloadText } from '../../src/domain/intake/payload.ts'
import { opensZip, WRONG_PASSPHRASE } from '../../src/surfaces/intake/contract/opens-zip.ts'
import type { OpenedView } from '../../src/surfaces/intake/contract/messages.ts'
import { copyButton, field, h } from './element.ts'
import { newPassphrase } from './secrets.ts'

export interface FileField {
  readonly element: HTMLElement
  chosen(): boolean
  fault(sentence: string): void
  /** `undefined` where something is wrong, which the field says. */
  read(): Promise<PayloadText['key'] | undefined>
}

export function fileField({ ageRecipient }: OpenedView): FileField {
  const away = h('button', { type: 'button', hidden: true }, 'Take it out')
  const file = field(
    'File',
    h('input', { type: 'file', accept: '.age,.zip' }),
    'At most 64 KiB, with the key in one text file.',
    away,
  )
  file.input.addEventListener('change', () => {
    away.hidden = chosen() === undefined
    fault('')
  })
  away.addEventListener('click', () => {
    file.input.value = ''
    away.hidden = true
    fault('')
    file.input.focus()
  })
  const passphrase = field(
    'Passphrase of the ZIP',
    h('input', { type: 'password', autocomplete: 'off', maxlength: '1000' }),
    'Only for a ZIP. It is sealed here together with the file.',
  )
  const suggested = newPassphrase()
  const element = h(
    'details',
    { class: 'field' },
    h('summary', {}, 'Or send a file that you encrypted yourself'),
    h('p', {}, 'With age, to the recipient of this request:'),
    h('p', {}, h('code', {}, `age -r ${ageRecipient} -o key.age key.txt`)),
    h('p', {}, copyButton(ageRecipient, 'the recipient')),
    h(
      'p',
      { class: 'small soft' },
      'Or as a ZIP with AES-256 (older ZIP encryption is refused, it can be broken). A passphrase that is strong enough for it: ',
      h('code', {}, suggested),
      ' ',
      copyButton(suggested, 'the passphrase'),
    ),
    file.row,
    passphrase.row,
  )
  const chosen = (): File | undefined => file.input.files?.[0]
  const fault = (sentence: string): void => {
    file.fault(sentence)
    // Folded away nobody would see why nothing is sent.
    if (sentence !== '') element.open = true
  }
  return {
    element,
    chosen: () => chosen() !== undefined,
    fault,
    async read() {
      const given = chosen()
      fault('')
      passphrase.fault('')
      if (!given) return undefined
      // One byte more than may be is enough to see that it is too large.
      const begin = given.slice(0, PAYLOAD_LIMITS.fileBytes + 1)
      const bytes = new Uint8Array(await begin.arrayBuffer())
      const form = readHandedFile(bytes)
      if (!form.ok) {
        fault(HANDED_FILE_FAULTS[form.error])
        return undefined
      }
      if (form.value === 'age') return { age: base64url(bytes) }
      const words = passphrase.input.value
      if (words !== '' && (await opensZip(bytes, words)))
        return { zip: base64url(bytes), passphrase: words }
      passphrase.fault(words === '' ? 'A ZIP needs its passphrase.' : WRONG_PASSPHRASE)
      element.open = true
      return undefined
    },
  }
}
