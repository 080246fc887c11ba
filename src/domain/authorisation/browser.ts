/** The cookie by which a browser is known again between a client's beginning and the person's answer. */
export const BROWSER_COOKIE = '__Host-hubward-browser'

/** 32 bytes of chance in base64url. */
export const isBrowserSecret = (text: string): boolean => /^[\w-]{43}$/.test(text)
