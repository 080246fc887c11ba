/** Whether the page is left knowingly: what guards typed text then has nothing left to ask. */
let knowingly = false

export const isLeftKnowingly = (): boolean => knowingly

/** Call it right before the page goes away; should the browser bring it back, the guards hold again. */
export function leaveKnowingly(): void {
  knowingly = true
  addEventListener('pageshow', () => (knowingly = false), { once: true })
}
