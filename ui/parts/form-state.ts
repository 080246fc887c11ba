/**
 * What a form knows: the typed values, what the server said about each, and whether leaving would
 * lose anything. A refusal never touches a value. Which field a refusal is about is decided by its
 * path; what no field claims stands above the buttons.
 */
import { useCallback, useState } from 'react'
import { refusalOf, type Refusal } from '../api/refusal.ts'

export interface FormState<V extends object> {
  readonly values: V
  /** By field name; of `name.0.more` the most specific field that exists is meant. */
  readonly errors: Readonly<Partial<Record<keyof V & string, string>>>
  /** What is about no field of the form. */
  readonly problem: string | undefined
  readonly refusal: Refusal | undefined
  readonly pending: boolean
  readonly dirty: boolean
  /** Counts refusals: `Form` moves the focus when it grows. */
  readonly refusals: number
  set<K extends keyof V>(name: K, value: V[K]): void
  /** `<Field {...form.field('name')}>`: its error. */
  field(name: keyof V & string): { readonly error: string | undefined }
  /** `<Input {...form.input('name')}>`: value, onChange, name. */
  input<K extends keyof V & string>(
    name: K,
  ): { readonly name: K; readonly value: V[K]; readonly onChange: (value: V[K]) => void }
  submit(): Promise<void>
  /** What was typed is saved, or is thrown away on purpose. */
  reset(values?: V): void
}

export function useForm<V extends object>(options: {
  readonly initial: V
  /** Throws what the API throws. */
  readonly submit: (values: V) => Promise<unknown>
  /** What can be said without asking the server; by field name. */
  readonly check?: (values: V) => Partial<Record<keyof V & string, string>>
}): FormState<V> {
  const [initial, setInitial] = useState(options.initial)
  const [values, setValues] = useState(options.initial)
  const [refused, setRefused] = useState<{ refusal?: Refusal; errors: Errors; problem?: string }>()
  const [refusals, setRefusals] = useState(0)
  const [pending, setPending] = useState(false)
  const set = useCallback(<K extends keyof V>(name: K, value: V[K]) => {
    setValues((before) => ({ ...before, [name]: value }))
    setRefused((before) => before && { ...before, errors: without(before.errors, String(name)) })
  }, [])

  const reset = useCallback(
    (next: V = initial) => {
      setInitial(next)
      setValues(next)
      setRefused(undefined)
    },
    [initial],
  )

  const submit = async (): Promise<void> => {
    if (pending) return
    const found = options.check?.(values) ?? {}
    if (Object.values(found).some(Boolean)) {
      setRefused({ errors: found })
      setRefusals((count) => count + 1)
      return
    }
    setPending(true)
    try {
      await options.submit(values)
      setRefused(undefined)
      setInitial(values)
    } catch (thrown) {
      const refusal = refusalOf(thrown)
      setRefused({ refusal, ...assignErrors(refusal, Object.keys(values)) })
      setRefusals((count) => count + 1)
    } finally {
      setPending(false)
    }
  }

  return {
    values,
    errors: (refused?.errors ?? {}) as FormState<V>['errors'],
    problem: refused?.problem,
    refusal: refused?.refusal,
    pending,
    dirty: !same(values, initial),
    refusals,
    set,
    reset,
    submit,
    field: (name) => ({ error: refused?.errors[name] }),
    input: (name) => ({ name, value: values[name], onChange: (value) => set(name, value) }),
  }
}

type Errors = Record<string, string>

/** Puts each mistake beside its field; the rest, or the whole message where there is none, above. */
export function assignErrors(
  { fields, message }: Pick<Refusal, 'fields' | 'message'>,
  names: readonly string[],
): { readonly errors: Errors; readonly problem?: string } {
  const errors: Errors = {}
  const rest: string[] = []
  for (const { path, message: said } of fields) {
    const name = names.find((one) => path === one || path.startsWith(`${one}.`))
    if (name === undefined) rest.push(path ? `${path}: ${said}` : said)
    else errors[name] = errors[name] === undefined ? said : `${errors[name]} ${said}`
  }
  if (fields.length === 0) rest.push(message)
  return rest.length > 0 ? { errors, problem: rest.join(' ') } : { errors }
}

function without(errors: Errors, name: string): Errors {
  const { [name]: _, ...rest } = errors
  return rest
}

/** Values of forms are plain data. */
const same = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || JSON.stringify(a) === JSON.stringify(b)
