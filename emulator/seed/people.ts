// Who is in the seeded portal: names, firms and addresses as functions of a record's number, and
// their inverse, so that an e-mail address or a domain finds its record without an index.
import { mix, pick } from '../random.ts'
import { CITIES, FIRM_FIRST, FIRM_SECOND, FIRST_NAMES, LAST_NAMES } from './words.ts'

export type Firm = { name: string; domain: string; city: (typeof CITIES)[number] }
export type Person = { first: string; last: string; email: string; firm: number }

const COMBINATIONS = FIRM_FIRST.length * FIRM_SECOND.length
/** Shares no factor with the number of combinations, so it visits each once. */
const STEP = 2741

export function createPeople(seed: number, contacts: number, companies: number) {
  const start = mix(seed, 11) % COMBINATIONS
  let domains: Map<string, number> | undefined

  const firm = (c: number): Firm => {
    const at = (start + (c % COMBINATIONS) * STEP) % COMBINATIONS
    const round = Math.floor(c / COMBINATIONS)
    const first = FIRM_FIRST[at % FIRM_FIRST.length]!
    const second = FIRM_SECOND[Math.floor(at / FIRM_FIRST.length)]!
    const number = round === 0 ? '' : String(round + 1)
    return {
      name: `${first} ${second}${round === 0 ? '' : ` ${number}`}`,
      domain: `${first}-${second}${number}.example`.toLowerCase(),
      city: pick(CITIES, mix(seed, 12, c)),
    }
  }

  /** Contacts of one firm are `c, c + companies, c + 2·companies…`: the k-th takes the k-th name. */
  const person = (n: number): Person => {
    const c = companies > 0 ? n % companies : 0
    const k = companies > 0 ? Math.floor(n / companies) : n
    const first = FIRST_NAMES[(mix(seed, 13, c) + k * 41) % FIRST_NAMES.length]!
    const last = pick(LAST_NAMES, mix(seed, 14, n))
    const round = Math.floor(k / FIRST_NAMES.length)
    const domain = companies > 0 ? firm(c).domain : 'people.example'
    const local = `${first}.${last}${round === 0 ? '' : round + 1}`.toLowerCase()
    return { first, last, email: `${local}@${domain}`, firm: c }
  }

  const firmOf = (domain: string): number | undefined => {
    if (!domains) {
      domains = new Map()
      for (let c = 0; c < companies; c += 1) domains.set(firm(c).domain, c)
    }
    return domains.get(domain)
  }

  return {
    firm,
    person,
    firmOf,
    /** The number of the contact with this address. Looks at one firm's people only. */
    personOf(email: string): number | undefined {
      const domain = email.slice(email.indexOf('@') + 1)
      const c = companies > 0 ? firmOf(domain) : 0
      if (c === undefined) return undefined
      for (let n = c; n < contacts; n += Math.max(1, companies)) {
        if (person(n).email === email) return n
      }
      return undefined
    },
  }
}
