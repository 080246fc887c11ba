/** Windows over the page: Dialog in the middle, Drawer at the side. Escape and the shade close them. */
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'
import { useFocusReturn } from './use-focus-return.ts'

interface WindowProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  /** One or two sentences below the title. */
  readonly text?: ReactNode
  readonly children?: ReactNode
  /** Buttons, the main one last; they stay in view while the middle scrolls. */
  readonly actions?: ReactNode
}

/** The first thing to fill in or to press; Close is none, and a list of facts is read from its top. */
function focusFirst(event: Event): void {
  event.preventDefault()
  const content = event.currentTarget as HTMLElement
  const first = content.querySelector<HTMLElement>(
    '[data-body] :is(input, textarea, select, button):not(:disabled)',
  )
  const target = first ?? content
  target.focus()
}

/** The focus goes in when it opens and back when it closes. */
function useFocusMoves() {
  const { remember, giveBack } = useFocusReturn()
  return {
    onOpenAutoFocus: (event: Event) => {
      remember()
      focusFirst(event)
    },
    onCloseAutoFocus: giveBack,
  }
}

/** As high as what it belongs to, so that a dialog over a dialog shades the one below. */
const SHADE = 'fade-in fixed inset-0 z-50 bg-shade'

export function Dialog({
  open,
  onClose,
  title,
  text,
  children,
  actions,
  wide,
}: WindowProps & { wide?: boolean }) {
  const focusMoves = useFocusMoves()
  return (
    <Radix.Root open={open} onOpenChange={(now) => now || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={SHADE} />
        <Radix.Content
          {...(text === undefined && { 'aria-describedby': undefined })}
          {...focusMoves}
          className={cx(
            'pop-in outline-none fixed inset-x-3 top-[8vh] z-50 mx-auto flex max-h-[84vh] flex-col rounded-lg border border-line bg-raised shadow-pop',
            wide ? 'max-w-3xl' : 'max-w-lg',
          )}
        >
          <Head title={title} text={text} />
          {children !== undefined && (
            <div data-body="" className="min-h-0 overflow-y-auto px-5 py-4">
              {children}
            </div>
          )}
          {actions !== undefined && <Actions>{actions}</Actions>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Details of something in a list, which stays in view beside it. */
export function Drawer({ open, onClose, title, text, children, actions }: WindowProps) {
  const focusMoves = useFocusMoves()
  return (
    <Radix.Root open={open} onOpenChange={(now) => now || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={SHADE} />
        <Radix.Content
          {...(text === undefined && { 'aria-describedby': undefined })}
          {...focusMoves}
          className="slide-in-right outline-none fixed inset-y-0 right-0 z-50 flex w-full max-w-xl flex-col border-l border-line bg-raised shadow-pop"
        >
          <Head title={title} text={text} />
          <div data-body="" className="min-h-0 grow overflow-y-auto px-5 py-4">
            {children}
          </div>
          {actions !== undefined && <Actions>{actions}</Actions>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Head({ title, text }: { title: ReactNode; text: ReactNode }) {
  return (
    <header className="flex items-start gap-3 border-b border-line py-4 pr-3 pl-5">
      <div className="min-w-0 grow">
        <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
        {text !== undefined && (
          <Radix.Description className="mt-1 text-soft">{text}</Radix.Description>
        )}
      </div>
      <Radix.Close asChild>
        <IconButton icon="cross" label="Close" size="small" />
      </Radix.Close>
    </header>
  )
}

function Actions({ children }: { children: ReactNode }) {
  return (
    <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3.5">
      {children}
    </footer>
  )
}
