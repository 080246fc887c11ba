/** From where somebody came, by the address that Hubward saw. */

/** Addresses of the machine itself (RFC 6890 §2.2.2, §2.2.3) mean little to people. */
export const placeOf = (address: string): string =>
  ['::1', '127.0.0.1', '::ffff:127.0.0.1'].includes(address) ? 'Hubward’s own computer' : address
