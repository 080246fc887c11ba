/**
 * A name server on this machine that answers as it is told, another way each time if need be: what
 * an attacker's does who wants a name to be one address when it is checked and another when it is
 * used. UDP, one question per packet (RFC 1035 §4).
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { Resolver } from 'node:dns/promises'
import type { LookupAddress } from 'node:dns'

export interface NameServer {
  /** Looks a name up there, as the guard's `resolve` wants it. */
  resolve(host: string): Promise<LookupAddress[]>
  /** Questions so far, by name. */
  readonly asked: ReadonlyMap<string, number>
  close(): void
}

/** @param answer the addresses of a name, at its nth question for that family (from 0) */
export async function nameServer(
  answer: (name: string, family: 4 | 6, nth: number) => readonly string[],
): Promise<NameServer> {
  const asked = new Map<string, number>()
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    const { name, type, end } = questionOf(question)
    const family = type === 28 ? 6 : 4
    const key = `${name} ${family}`
    const nth = asked.get(key) ?? 0
    asked.set(key, nth + 1)
    const records = answer(name, family, nth).map((address) => record(type, address))
    const head = Buffer.from(question.subarray(0, 12))
    // A response, recursion available, no error; one question, so many answers.
    head.writeUInt16BE(0x8180, 2)
    head.writeUInt16BE(records.length, 6)
    head.writeUInt32BE(0, 8)
    socket.send(Buffer.concat([head, question.subarray(12, end), ...records]), from.port)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const resolver = new Resolver({ timeout: 1_000, tries: 1 })
  resolver.setServers([`127.0.0.1:${socket.address().port}`])
  return {
    asked,
    async resolve(host) {
      const four = await resolver.resolve4(host).catch(() => [])
      const six = await resolver.resolve6(host).catch(() => [])
      return [
        ...four.map((address) => ({ address, family: 4 })),
        ...six.map((address) => ({ address, family: 6 })),
      ]
    },
    close: () => socket.close(),
  }
}

function questionOf(packet: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = packet[at] ?? 0; length > 0; length = packet[at] ?? 0) {
    labels.push(packet.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: packet.readUInt16BE(at + 1), end: at + 5 }
}

/** The name by a pointer to the question, class IN, to be forgotten at once. */
function record(type: number, address: string): Buffer {
  const data = type === 28 ? v6Bytes(address) : Buffer.from(address.split('.').map(Number))
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

/** `::1`, `::ffff:7f00:1`: at most one gap. */
function v6Bytes(address: string): Buffer {
  const [left = '', right = ''] = address.split('::')
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => parseInt(group, 16))
  const [before, after] = [groups(left), groups(right)]
  const gap = Array.from({ length: 8 - before.length - after.length }, () => 0)
  const data = Buffer.alloc(16)
  for (const [i, group] of [...before, ...gap, ...after].entries()) data.writeUInt16BE(group, i * 2)
  return data
}
