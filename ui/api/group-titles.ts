/** Groups as people call them, where an answer names them by what stands in addresses and commands. */
interface Titled {
  readonly name: string
  readonly title: string
}

export const titleOf = (groups: readonly Titled[], name: string): string =>
  groups.find((group) => group.name === name)?.title ?? name

export const titlesOf = (groups: readonly Titled[], names: readonly string[]): string =>
  names.map((name) => titleOf(groups, name)).join(', ')
