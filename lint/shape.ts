/**
 * How a file may look: its name, its length, its comments. Small rules that keep every file
 * small enough to hold in the head.
 */

/** Words that name no responsibility, so that everything ends up under them. */
export const NO_NAMES: Record<string, string> = {
  util: 'name what it does',
  utils: 'name what it does',
  helper: 'name what it does',
  helpers: 'name what it does',
  manager: 'name what it does to the thing',
  managers: 'name what it does to the thing',
  common: 'name what they have in common',
  misc: 'name what it is',
}

export const MOST_LINES = 400

/** Files that may be longer, and why. Reported when they no longer are. */
export const MAY_BE_LONGER: Record<string, string> = {}

/** Comments that are refused, and why. Matched against one line of a comment, without its stars. */
export const NO_COMMENTS: readonly { readonly name: string; like: RegExp; why: string }[] = [
  {
    name: 'section banner',
    like: /^[-=*#~─━═/+]{3,}(?!>)|[-=*#~─━═]{4,}$|^#?(end)?region\b/,
    why: 'a file that needs sections is several files',
  },
  {
    name: 'note to self',
    like: /(?<![`'"])\b(TODO|FIXME|XXX|HACK)\b/,
    why: 'finish it, or put it in the issue list',
  },
  {
    name: 'silenced check',
    like: /^(@ts-(ignore|expect-error|nocheck)|(oxlint|eslint)-disable|prettier-ignore|knip-ignore|(v8|c8|istanbul) ignore)/,
    why: 'what a check says is fixed, or the check is',
  },
]
