/** HPKE against the vectors of RFC 9180 and against a second library; and what does not open. */
import { Aes256Gcm, CipherSuite as OtherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import { AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  boxAad,
  boxInfo,
  pad,
  readSealed,
  writeBox,
  type Binding,
} from '../../domain/intake/box.ts'
import type { IntakeKeys } from '../../domain/intake/box.ts'
import { writePayload, type PayloadText } from '../../domain/intake/payload.ts'
import { redacted, type Redacted } from '../../domain/redacted.ts'
import { sealPayload } from '../../surfaces/intake/contract/seal.ts'
import { createIntakeBox } from './intake-box.ts'

const hex = (text: string): Uint8Array => Buffer.from(text, 'hex')

describe('HPKE as RFC 9180 has it', () => {
  // Appendix A.1.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, Base mode. The appendix has
  // no vectors for this KEM with AES-256-GCM; that is what the second library is for.
  const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM)
  const enc = hex('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431')
  const info = hex('4f6465206f6e2061204772656369616e2055726e')
  const recipient = async () => ({
    privateKey: await suite.DeserializePrivateKey(
      hex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8'),
    ),
    publicKey: await suite.DeserializePublicKey(
      hex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d'),
    ),
  })

  it('opens the messages of A.1.1', async () => {
    const context = await suite.SetupRecipient(await recipient(), enc, { info })
    for (const [aad, ciphertext] of [
      [
        'Count-0',
        'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
      ],
      [
        'Count-1',
        'af2d7e9ac9ae7e270f46ba1f975be53c09f8d875bdc8535458c2494e8a6eab251c03d0c22a56b8ca42c2063b84',
      ],
      [
        'Count-2',
        '498dfcabd92e8acedc281e85af1cb4e3e31c7dc394a1ca20e173cb72516491588d96a19ad4a683518973dcc180',
      ],
    ] as const) {
      const opened = await context.Open(hex(ciphertext), Buffer.from(aad))
      expect(Buffer.from(opened).toString()).toBe('Beauty is truth, truth beauty')
    }
  })

  it('exports the secrets of A.1.1', async () => {
    const context = await suite.SetupRecipient(await recipient(), enc, { info })
    for (const [exporter, value] of [
      ['', '3853fe2b4035195a573ffc53856e77058e15d9ea064de3e59f4961d0095250ee'],
      ['00', '2e8f0b54673c7029649d4eb9d5e33bf1872cf76d623ff164ac185da9e88c21a5'],
      [
        '54657374436f6e74657874',
        'e9e43065102c3836401bed8c3c3c75ae46be1639869391d62c61f1ec7af54931',
      ],
    ] as const)
      expect(Buffer.from(await context.Export(hex(exporter), 32)).toString('hex')).toBe(value)
  })
})

const box = createIntakeBox()
const BINDING: Binding = {
  id: 'itk_00000000000000000000',
  fingerprint: 'f'.repeat(43),
  expiresAt: new Date('2026-12-02T12:00:00Z'),
}
const TOKEN = 'pat-eu1-0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'
const PAYLOAD: PayloadText = { kind: 'service_key', key: { token: TOKEN }, portalId: 4711 }

let keys: IntakeKeys
let secret: Redacted<string>
beforeAll(async () => {
  ;({ keys, secret } = await box.newKeys())
})

const open = async (bytes: Uint8Array, binding = BINDING, key = secret) => {
  const sealed = readSealed(bytes)
  if (!sealed.ok) return sealed
  const opened = await box.open(key, sealed.value, binding)
  return opened.ok ? { ok: true, ...opened.value, token: opened.value.token.reveal() } : opened
}

const other = new OtherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})
const bytes = (from: Uint8Array): ArrayBuffer => Uint8Array.from(from).buffer

describe('the box of an intake', () => {
  it('opens what was sealed for it', async () => {
    const sealed = await sealPayload(keys.hpke, writePayload(PAYLOAD), BINDING)
    const opened = await open(sealed)
    expect(opened).toMatchObject({ ok: true, kind: 'service_key', portalId: 4711 })
    expect(opened).toHaveProperty('token', TOKEN)
  })

  it('opens what another library sealed, and is opened by it', async () => {
    const padded = pad(writePayload(PAYLOAD))
    const context = { info: bytes(boxInfo(BINDING)) }
    const sender = await other.createSenderContext({
      recipientPublicKey: await other.kem.deserializePublicKey(bytes(keys.hpke)),
      ...context,
    })
    const ciphertext = await sender.seal(bytes(padded), bytes(boxAad(BINDING)))
    expect(
      await open(writeBox(new Uint8Array(sender.enc), new Uint8Array(ciphertext))),
    ).toMatchObject({ ok: true })

    const ours = readSealed(await sealPayload(keys.hpke, writePayload(PAYLOAD), BINDING))
    if (!ours.ok || ours.value.form !== 'box') throw new Error('not a box')
    const [privateText = ''] = secret.reveal().split('.')
    const recipient = await other.createRecipientContext({
      recipientKey: await other.kem.deserializePrivateKey(
        bytes(Buffer.from(privateText, 'base64url')),
      ),
      enc: bytes(ours.value.enc),
      ...context,
    })
    const opened = await recipient.open(bytes(ours.value.ciphertext), bytes(boxAad(BINDING)))
    expect(Buffer.from(opened).equals(padded)).toBe(true)
  })

  it('does not open for another intake, other keys or another end', async () => {
    const sealed = await sealPayload(keys.hpke, writePayload(PAYLOAD), BINDING)
    for (const binding of [
      { ...BINDING, id: 'itk_00000000000000000001' },
      { ...BINDING, fingerprint: 'g'.repeat(43) },
      { ...BINDING, expiresAt: new Date('2026-12-09T12:00:00Z') },
    ])
      expect(await open(sealed, binding)).toEqual({ ok: false, error: 'does_not_open' })
    const stranger = await box.newKeys()
    expect(await open(sealed, BINDING, stranger.secret)).toEqual({
      ok: false,
      error: 'does_not_open',
    })
  })

  it('does not open with any one bit turned', async () => {
    const sealed = await sealPayload(keys.hpke, writePayload(PAYLOAD), BINDING)
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
        const turned = Uint8Array.from(sealed)
        turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const opened = await open(turned)
        // The highest bit of an X25519 key is masked (RFC 7748 §5), but HPKE's schedule has it whole.
        expect(opened.ok).toBe(false)
      }),
      { numRuns: 150 },
    )
  })

  it('refuses a payload of another form, however well it was sealed', async () => {
    for (const payload of [
      { kind: 'oauth', key: { token: TOKEN } },
      { kind: 'service_key' },
      { kind: 'service_key', key: { token: TOKEN, zip: 'AA' } },
      { ...PAYLOAD, extra: true },
      { ...PAYLOAD, links: 'https://app.hubspot.com' },
      { ...PAYLOAD, email: 'a@example.com\nBcc: b@example.com' },
    ]) {
      const sealed = await sealPayload(keys.hpke, writePayload(payload as PayloadText), BINDING)
      expect(await open(sealed), JSON.stringify(payload)).toEqual({
        ok: false,
        error: 'payload_malformed',
      })
    }
  })

  it('hides how long the payload is', async () => {
    const lengths = await Promise.all(
      ['', 'x'.repeat(3_000)].map(
        async (context) =>
          (await sealPayload(keys.hpke, writePayload({ ...PAYLOAD, context }), BINDING)).length,
      ),
    )
    expect(new Set(lengths).size).toBe(1)
  })

  it('prints neither private key by accident', async () => {
    const made = await box.newKeys()
    expect(`${JSON.stringify(made)} ${String(made.secret)}`).not.toContain('AGE-SECRET-KEY')
    expect(redacted('x').toJSON()).toBe('[redacted]')
  })
})
