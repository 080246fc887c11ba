/**
 * Which IP addresses are out on the internet. Everything that is special in IANA's registries
 * (RFC 6890 and its updates) is not: one's own machine and network, a cloud's metadata service,
 * addresses that translate into those.
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net'

const SPECIAL_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

/** Of IPv6 only this is assigned for the internet (RFC 4291 §2.4), but for what follows. */
const UNICAST_V6 = ['2000::', 3] as const
const SPECIAL_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const

const special = new BlockList()
for (const [network, prefix] of SPECIAL_V4) special.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of SPECIAL_V6) special.addSubnet(network, prefix, 'ipv6')
const unicast = new BlockList()
unicast.addSubnet(...UNICAST_V6, 'ipv6')

/** False for whatever is no IP address, too. An IPv4 address in IPv6 clothes is never public. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4')
  if (!isIPv6(address)) return false
  return unicast.check(address, 'ipv6') && !special.check(address, 'ipv6')
}
