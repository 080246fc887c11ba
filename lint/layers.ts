/**
 * Who may import whom. One table of permissions, one of bans with the reason beside each; the
 * build enforces both (`lint/rules/layer.ts`). What no row permits is refused.
 *
 *     domain <- application <- {adapters, surfaces} <- main        emulator: alone
 *
 * A row is a folder, or a file without its ending. The most specific row that fits a file speaks
 * for it; a star stands for one folder name, the same one in the row and in its targets.
 */

/** Beside folders, a row can reach: */
export const OUTSIDE = {
  node: 'what Node itself brings: `node:fs`',
  npm: 'a package of `dependencies` or `optionalDependencies`: it is there wherever we run',
  'npm:dev': 'a package of `devDependencies`: only in a checkout',
  'npm:unlisted': 'a package that package.json does not name',
  elsewhere: 'outside the checkout, or by address (`/…`, `file:`, `data:`, `https:`)',
  unknown: 'an import whose target is computed, so that nobody can tell',
} as const
export type Outside = keyof typeof OUTSIDE

export const MAY_REACH: Record<string, readonly string[]> = {
  'src/domain': ['src/domain'],
  'src/application': ['src/application', 'src/domain'],
  'src/adapters': ['src/adapters', 'src/application', 'src/domain', 'npm', 'node'],
  'src/surfaces/*': ['src/surfaces/*', 'src/application', 'src/domain', 'npm', 'node'],
  'src/surfaces/cli': [
    'src/surfaces/cli',
    'src/surfaces/admin/contract',
    'src/surfaces/intake/contract',
    'src/application',
    'src/domain',
    'npm',
    'node',
  ],
  /** What a sender's program shares with the door: it runs in browsers, and in terminals of others. */
  'src/surfaces/intake/contract': ['src/surfaces/intake/contract', 'src/domain', 'npm'],
  'src/main': ['src', 'npm', 'node'],
  /** `links`: what a pasted link means is told while it is typed, before anything is sent. */
  ui: ['ui', 'src/surfaces/admin/contract', 'src/domain/hubspot/links', 'npm', 'npm:dev'],
  /** The sender's page: the domain's rules run in it, and nothing of the web app. */
  'ui/hand-over': ['ui/hand-over', 'src/surfaces/intake/contract', 'src/domain', 'npm'],
  /** Runs on Node, before there is a page. */
  'ui/build': ['ui/build', 'npm', 'npm:dev', 'node'],
  emulator: ['emulator', 'npm', 'node'],
  bin: ['bin', 'src/main', 'emulator', 'node'],
  tests: ['src', 'emulator', 'tests', 'bench', 'lint', 'bin', 'npm', 'npm:dev', 'node'],
  bench: ['src', 'emulator', 'tests/support', 'bench', 'npm', 'npm:dev', 'node'],
  demo: ['demo', 'npm', 'npm:dev', 'node'],
  lint: ['lint', 'npm', 'npm:dev', 'node'],
  examples: ['examples', 'npm', 'npm:dev', 'node'],
  /** Configuration files at the top of the checkout. */
  '.': ['tests/support', 'npm', 'npm:dev', 'node'],
}

/** Tests ship nowhere: they may reach more than the file they stand beside. */
export const TESTS_MAY_REACH: Record<string, readonly string[]> = {
  src: ['src', 'emulator', 'tests', 'npm', 'npm:dev', 'node'],
  ui: ['ui', 'src', 'emulator', 'tests', 'npm', 'npm:dev', 'node'],
  emulator: ['emulator', 'npm', 'npm:dev', 'node'],
}

/** Why not. The most specific target that fits is quoted; `*` answers for the rest. */
export const MAY_NOT_REACH: Record<string, Record<string, string>> = {
  'src/domain': {
    node: 'the rules must run in a browser, a test and a proof',
    npm: 'a rule that needs a library cannot be read on its own',
    'src/application': 'what is true does not depend on what is done with it',
    '*': 'the domain knows nothing of who uses it: move the knowledge in, or the use out',
  },
  'src/application': {
    node: 'verbs name what they need in ports.ts and are handed it',
    npm: 'verbs name what they need in ports.ts and are handed it',
    'src/adapters': 'a verb that knows its database cannot be given another: add a port',
    'src/surfaces': 'a verb does not know through which door it was called',
    '*': 'application reaches domain and itself, nothing else',
  },
  'src/adapters': {
    'src/surfaces': 'adapters and surfaces never meet: only main sees both',
    '*': 'an adapter implements ports; it is wired by main and wires nothing',
  },
  'src/surfaces/*': {
    'src/adapters': 'adapters and surfaces never meet: ask a verb, or a port, for it',
    'src/surfaces': 'one door must not depend on another: move the shared rule inward',
    '*': 'a surface parses, calls a verb, maps the answer',
  },
  'src/surfaces/intake/contract': {
    '*': 'it is sent to strangers’ browsers: messages and sealing, no use cases',
  },
  'src/surfaces/cli': {
    'src/adapters': 'adapters and surfaces never meet: ask a verb, or a port, for it',
    'src/surfaces':
      'the CLI is a client of the admin contract and of the sender’s, of no other door',
    '*': 'a surface parses, calls a verb, maps the answer',
  },
  'src/main': { '*': 'main composes what ships; it must run without the rest of the checkout' },
  ui: { '*': 'the web app speaks only the admin contract, as any other client could' },
  'ui/hand-over': {
    '*': 'a stranger’s browser loads it whole: the rules it needs, and nothing more',
  },
  'ui/build': { '*': 'a build knows files and libraries, not what is in them' },
  emulator: {
    src: 'a double that shares our client repeats our mistakes',
    tests: 'what supports our tests knows our code, and the double must not',
    '*': 'the emulated portal must be useful alone',
  },
  bin: { '*': 'an entry finds the right Node and hands over; old Nodes must be able to read it' },
  tests: { '*': 'a test reaches the project and its packages' },
  bench: { '*': 'a measurement reaches the project and its packages' },
  demo: { '*': 'the demo drives both programs as a stranger would: by their commands' },
  lint: { '*': 'the checks must run on a tree that does not even load' },
  examples: { '*': 'an example shows what a stranger can do with packages alone' },
  '.': { '*': 'configuration is read before the project is' },
}

/** Bans that hold wherever no row above says it better. */
export const NOWHERE: Record<string, string> = {
  emulator: 'a client that shares code with its double is never tested: only tests may import it',
  tests: 'only tests may import what was made for tests',
  'npm:dev': 'what ships must not need devDependencies',
  'npm:unlisted': 'package.json does not name it: it may vanish with any update',
  elsewhere: 'the checkout is all there is',
  unknown: 'an import that cannot be read cannot be checked: write the path out',
}

/** Fewer modules than these found in a folder means that the check looks in the wrong place. */
export const AT_LEAST: Record<string, number> = {
  'src/domain': 30,
  'src/application': 20,
  'src/adapters': 20,
  'src/surfaces/rest': 3,
  'src/main': 3,
  ui: 60,
  emulator: 30,
  tests: 5,
  bin: 3,
  lint: 8,
}
