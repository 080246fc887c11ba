/**
 * Takes the place of the package `react-style-singleton`: the same three exports, by the CSS
 * object model (CSP3 §8.3 leaves `adoptedStyleSheets` alone) instead of a <style> element, which
 * `style-src 'self'` refuses. Equal texts share one sheet for as long as anyone shows them.
 */
import { useEffect } from 'react'

interface Shared {
  readonly sheet: CSSStyleSheet
  users: number
}
const shared = new Map<string, Shared>()

/** Puts the text on the page; the answer takes it off again. */
function adopt(css: string): () => void {
  const entry = shared.get(css) ?? { sheet: new CSSStyleSheet(), users: 0 }
  if (entry.users === 0) {
    entry.sheet.replaceSync(css)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, entry.sheet]
    shared.set(css, entry)
  }
  entry.users += 1
  return () => {
    entry.users -= 1
    if (entry.users > 0) return
    shared.delete(css)
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== entry.sheet)
  }
}

export function stylesheetSingleton() {
  let remove: (() => void) | undefined
  return {
    add(css: string): void {
      remove ??= adopt(css)
    },
    remove(): void {
      remove?.()
      remove = undefined
    },
  }
}

export const styleHookSingleton = () => (styles: string) => {
  useEffect(() => adopt(styles), [styles])
}

export function styleSingleton() {
  const useStyle = styleHookSingleton()
  return function Sheet({ styles }: { styles: string }) {
    useStyle(styles)
    return null
  }
}
