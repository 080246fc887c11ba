/**
 * Addresses by which somebody could try to make Hubward talk to its own machine or network, in every
 * notation that some parser understands. None of them may ever be reached.
 */

const INSIDE_V4 = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.100.100.200',
  '192.0.0.192',
  '198.18.0.1',
] as const

/** One of each other range that IANA keeps for something else than the internet. */
const RESERVED = [
  '192.0.2.1',
  '192.31.196.1',
  '192.52.193.1',
  '192.88.99.1',
  '192.175.48.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '255.255.255.255',
  '[2620:4f:8000::1]',
] as const

const bytesOf = (address: string): number[] => address.split('.').map(Number)
const numberOf = (address: string): number =>
  bytesOf(address).reduce((sum, byte) => sum * 256 + byte, 0)
const hex = (value: number, digits = 0): string => value.toString(16).padStart(digits, '0')
const pair = (a = 0, b = 0): string => hex(a * 256 + b)

/** One IPv4 address in the notations of `inet_aton`, of browsers, and wrapped in IPv6. */
function notations(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(address)
  const whole = numberOf(address)
  const low = `${pair(a, b)}:${pair(c, d)}`
  return [
    address,
    `${address}.`,
    String(whole),
    `0x${hex(whole)}`,
    `0X${hex(whole).toUpperCase()}`,
    `0${whole.toString(8)}`,
    bytesOf(address)
      .map((byte) => `0x${hex(byte)}`)
      .join('.'),
    bytesOf(address)
      .map((byte) => `0${byte.toString(8)}`)
      .join('.'),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `0x${hex(a)}.${b}.0${c.toString(8)}.${d}`,
    `[::ffff:${address}]`,
    `[::ffff:${low}]`,
    `[::${address}]`,
    `[64:ff9b::${low}]`,
    `[64:ff9b:1::${low}]`,
    `[2002:${low}::1]`,
    `[0:0:0:0:0:ffff:${low}]`,
  ]
}

const INSIDE_V6 = [
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000:0000:0000:0000:0000:0000:0000:0001]',
  '[::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fec0::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[2001::7f00:1]',
  '[3fff::1]',
  '[100::1]',
  '[5f00::1]',
]

/** Digits and dots of other scripts, which IDNA turns into the plain ones. */
const DRESSED = [
  '１２７.０.０.１',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '127．0．0．1',
  '127｡0｡0｡1',
  '𝟏𝟐𝟕.𝟎.𝟎.𝟏',
  'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
  'ｌｏｃａｌｈｏｓｔ',
  '%31%32%37.0.0.1',
  '127%2e0%2e0%2e1',
  '%6cocalhost',
  '[::ffff:7f00:0001]',
]

const NAMES = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  'localhost.localdomain',
  'ip6-localhost',
  'metadata',
  'metadata.google.internal',
  'instance-data',
  'kubernetes.default.svc',
]

/** Addresses that are refused for how they are written, whoever would be reached. */
export const MISWRITTEN: readonly string[] = [
  'https://hooks.example.com@127.0.0.1/',
  'https://hooks.example.com:443@127.0.0.1/',
  'https://user:pass@hooks.example.com/',
  'https://@127.0.0.1/',
  'https://127.0.0.1\\@hooks.example.com/',
  'https://hooks.example.com\\@127.0.0.1/',
  'https:\\\\127.0.0.1\\',
  'https://127.0.0.1\t/',
  'https://127.0\n.0.1/',
  'https://hooks.example.com /',
  'https://hooks.example.com#@127.0.0.1/',
  'https://127.0.0.1#hooks.example.com',
  'https:127.0.0.1',
  'https:/127.0.0.1/',
  'https:///127.0.0.1/',
  '//127.0.0.1/',
  '127.0.0.1',
  'localhost',
  'ftp://127.0.0.1/',
  'file:///etc/passwd',
  'file://127.0.0.1/etc/passwd',
  'gopher://127.0.0.1:25/_HELO',
  'dict://127.0.0.1:11211/stats',
  'ldap://127.0.0.1/',
  'data:text/plain,hello',
  'javascript:fetch("//127.0.0.1")',
  'unix:///var/run/docker.sock',
  'ws://127.0.0.1/',
  'blob:https://127.0.0.1/x',
  'https://',
  'https://[::1',
  'https://127.0.0.1:99999/',
  `https://hooks.example.com/${'a'.repeat(2_100)}`,
  '',
]

/** Hosts, as they stand in an address after `https://`. */
export const INSIDE_HOSTS: readonly string[] = [
  ...new Set([...INSIDE_V4.flatMap(notations), ...INSIDE_V6, ...RESERVED, ...DRESSED, ...NAMES]),
]
