/**
 * Where the focus goes when a window closes: back to what opened it, and where that is gone, hidden
 * or disabled by now, to the page. Radix does so for its own triggers, which windows that a state
 * opens do not have: it would leave the focus on nothing, and keyboards at the top of the document.
 */
import { useRef } from 'react'

export interface FocusReturn {
  /** When it opens, before the focus moves in. */
  readonly remember: () => void
  /** For `onCloseAutoFocus`. */
  readonly giveBack: (event: Event) => void
}

export function useFocusReturn(): FocusReturn {
  const opener = useRef<HTMLElement>(null)
  return {
    remember() {
      opener.current = openerOf(document.activeElement)
    },
    giveBack(event) {
      event.preventDefault()
      opener.current?.focus({ preventScroll: true })
      if (opener.current === null || document.activeElement !== opener.current)
        document.getElementById('main')?.focus({ preventScroll: true })
    },
  }
}

/** An entry of a menu goes with its menu: then it is the button that opened the menu. */
function openerOf(focused: Element | null): HTMLElement | null {
  const menu = focused?.closest('[role="menu"]')
  const found = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : focused
  return found instanceof HTMLElement && found !== document.body ? found : null
}
