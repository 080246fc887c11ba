/**
 * Which rows of a long list are worth drawing (TanStack Virtual over the window's own scrolling):
 * those in view and some around them, with room kept for the rest. A short list is drawn whole.
 */
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useState } from 'react'

/** Fewer are drawn at once in a few milliseconds, and a browser's own search finds all of them. */
const WHOLE = 100

export interface RowWindow {
  /** The `ref` of the element whose children the rows are. */
  readonly list: (element: HTMLElement | null) => void
  /** Measures a row; give it `data-index` as well. */
  readonly measure: (row: HTMLElement | null) => void
  readonly first: number
  /** One behind the last. */
  readonly end: number
  /** Pixels of the rows that are not drawn above and below. */
  readonly above: number
  readonly below: number
  /** Scrolls as far as it takes for that row to be drawn. */
  readonly show: (index: number) => void
}

/** `estimate`: how high a row probably is. */
export function useRowWindow(count: number, estimate: number): RowWindow {
  const [list, setList] = useState<HTMLElement | null>(null)
  const [top, setTop] = useState(0)
  const whole = count <= WHOLE
  useLayoutEffect(() => {
    if (whole || !list) return undefined
    const locate = (): void => setTop(list.getBoundingClientRect().top + scrollY)
    locate()
    const observer = new ResizeObserver(locate)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [whole, list])
  const virtual = useWindowVirtualizer({
    count: whole ? 0 : count,
    estimateSize: () => estimate,
    overscan: 20,
    scrollMargin: top,
  })
  const items = virtual.getVirtualItems()
  const [head, tail] = [items[0], items.at(-1)]
  if (whole || !head || !tail)
    return {
      list: setList,
      measure: () => undefined,
      first: 0,
      end: whole ? count : 0,
      above: 0,
      below: 0,
      show: () => undefined,
    }
  return {
    list: setList,
    measure: virtual.measureElement,
    first: head.index,
    end: tail.index + 1,
    above: head.start - top,
    below: virtual.getTotalSize() - (tail.end - top),
    show: (index) => virtual.scrollToIndex(index),
  }
}
