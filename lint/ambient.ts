/**
 * What needs no import and still is the outside world: clocks, chance, sockets, the process. The
 * inner layers get these handed in (`World` in src/application/ports.ts) and may not take them.
 *
 * A key is a global name, or `Object.member`, or a call without arguments as it is written. A
 * local of a banned name is refused too: it would hide the ban.
 */
const TIME = 'time is handed in by name, so that a test can turn the clock'
const CHANCE = 'randomness is handed in by name, so that a test can repeat it'
const SOCKET = 'talking to the world is an adapter’s work'
const TIMER = 'waiting is an effect; say in data how long'
const HOST = 'the rules must run in a browser, a test and a proof'
const HATCH = 'it reaches every other global past this rule'
const PROCESS = 'what the process knows is handed in as configuration'
const OUTPUT = 'a rule returns what it found; whoever called decides what to print'

const CLOCKS = {
  'Date.now': TIME,
  'new Date()': TIME,
  'Date()': TIME,
  'Temporal.Now': TIME,
  performance: TIME,
}
const DICE = { 'Math.random': CHANCE, crypto: CHANCE }
const SOCKETS = { fetch: SOCKET, WebSocket: SOCKET, EventSource: SOCKET, XMLHttpRequest: SOCKET }
const HATCHES = { globalThis: HATCH, global: HATCH, window: HATCH, eval: HATCH }

export const MAY_NOT_USE: Record<string, Record<string, string>> = {
  'src/domain': {
    ...CLOCKS,
    ...DICE,
    ...SOCKETS,
    ...HATCHES,
    process: PROCESS,
    console: OUTPUT,
    setTimeout: TIMER,
    setInterval: TIMER,
    setImmediate: TIMER,
    queueMicrotask: TIMER,
    'AbortSignal.timeout': TIMER,
    Buffer: HOST,
    NodeJS: HOST,
    require: HOST,
    document: HOST,
    localStorage: HOST,
    'import.meta': HOST,
  },
  'src/application': {
    ...CLOCKS,
    ...DICE,
    ...SOCKETS,
    ...HATCHES,
    process: PROCESS,
    console: OUTPUT,
    require: 'verbs name what they need in ports.ts and are handed it',
  },
}
