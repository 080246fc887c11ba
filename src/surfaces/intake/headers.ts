/** What every answer of this door says to browsers, caches and robots. */
const COMMON = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'cross-origin-resource-policy': 'same-origin',
} as const

export const DATA_HEADERS: Readonly<Record<string, string>> = {
  ...COMMON,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  ...COMMON,
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': [
    'clipboard-write=(self)',
    ...['accelerometer', 'camera', 'geolocation', 'microphone', 'payment', 'usb'].map(
      (feature) => `${feature}=()`,
    ),
  ].join(', '),
}
