/** Reads cookies of a request. */

/**
 * RFC 6265 §5.4. Where a name is there twice nobody can tell which one is ours, so neither is taken.
 */
export function cookieOf(request: Request, name: string): string | undefined {
  const values = (request.headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return values.length === 1 ? values[0] : undefined
}
