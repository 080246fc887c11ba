/** The form of an e-mail address: one for members, and for whoever else gives one. */

/** Deliberately plain: one @, and nothing that breaks a line or a list. `admin@localhost` is one. */
export const EMAIL_FORM =
  /^[^\s@,;:<>()[\]"\\]{1,64}@[^\s@,;:<>()[\]"\\.]+(\.[^\s@,;:<>()[\]"\\.]+)*$/

export const LONGEST_EMAIL = 254

/** Control characters, and the two separators that end a line in some readers. */
export const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u

/** Embeddings, overrides and isolates: what stands after one is shown in another order. */
export const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/

/** One line of plain text, as PostgreSQL stores it. */
export const isPlainLine = (text: string): boolean =>
  !CONTROL.test(text) && !DIRECTION.test(text) && text.isWellFormed()

export const isEmailAddress = (text: string): boolean =>
  text.length <= LONGEST_EMAIL && isPlainLine(text) && EMAIL_FORM.test(text)
