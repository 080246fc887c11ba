/** Makes elements. Text is always text: nothing here can become markup. */

type Child = Node | string | null | false
type Attributes = Readonly<Record<string, string | boolean | EventListener | undefined>>

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (typeof value === 'string') element.setAttribute(name, value)
  }
  element.append(...children.filter((child): child is Node | string => !!child))
  return element
}

/** A field with its label, its hint, and the places where it is told what is wrong or right. */
export interface Field<Input extends HTMLElement> {
  readonly row: HTMLElement
  readonly input: Input
  /** A sentence, or nothing where all is well. */
  fault(sentence: string): void
  fine(sentence: string): void
}

let fields = 0

export function field<Input extends HTMLElement>(
  label: string,
  input: Input,
  hint = '',
  beside: Child = null,
): Field<Input> {
  const id = `f${(fields += 1)}`
  const fault = h('p', { class: 'fault', id: `${id}-fault`, role: 'alert' })
  const fine = h('p', { class: 'fine' })
  input.id = id
  input.setAttribute('aria-describedby', `${id}-fault ${id}-hint`)
  const row = h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    beside ? h('div', { class: 'beside' }, input, beside) : input,
    fault,
    fine,
    hint !== '' && h('p', { class: 'hint', id: `${id}-hint` }, hint),
  )
  return {
    row,
    input,
    fault(sentence) {
      fault.textContent = sentence
      if (sentence === '') input.removeAttribute('aria-invalid')
      else {
        input.setAttribute('aria-invalid', 'true')
        fine.textContent = ''
      }
    },
    fine: (sentence) => void (fine.textContent = sentence),
  }
}

export function copyButton(text: string, what: string): HTMLButtonElement {
  const button = h(
    'button',
    { type: 'button', class: 'little', 'aria-label': `Copy ${what}` },
    'Copy',
  )
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(text).then(
      () => said(button, 'Copied'),
      () => said(button, 'Not copied'),
    )
  })
  return button
}

function said(button: HTMLButtonElement, word: string): void {
  button.textContent = word
  announce(word)
  setTimeout(() => (button.textContent = 'Copy'), 1_500)
}

/** Says it to who does not see it. */
export function announce(sentence: string): void {
  const status = document.getElementById('said')
  if (status) status.textContent = sentence
}

/** Puts a view in place of the last one, and the reader at its beginning. */
export function show(...view: readonly (HTMLElement | false)[]): void {
  document.getElementById('page')?.replaceChildren(...view.filter((one) => one !== false))
  const heading = document.querySelector('h1')
  heading?.setAttribute('tabindex', '-1')
  heading?.focus()
  scrollTo(0, 0)
}
