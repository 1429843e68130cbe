import { z } from 'zod'
import type { Verb } from '../../electron/cli/verb/verb.ts'

/** What a JSON Schema made by zod says, as far as it is shown. */
interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
}

/** The shape of what `--json` prints, in the words of TypeScript's types. */
export function jsonShape(verb: Verb): string {
  const schema = z.toJSONSchema(verb.json(z)) as Schema
  return verb.isList ? showArray({ items: schema }, '') : show(schema, '')
}

function show(schema: Schema, indent: string): string {
  const either = schema.anyOf ?? schema.oneOf
  if (either !== undefined) return [...new Set(either.map((one) => show(one, indent)))].join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  if (schema.type === 'array') return showArray(schema, indent)
  if (schema.type === 'object') return showObject(schema, indent)
  return schema.type ?? 'unknown'
}

function showArray({ items = {} }: Schema, indent: string): string {
  const item = show(items, indent)
  return /^(\w+|\{[\s\S]*\})$/.test(item) ? `${item}[]` : `(${item})[]`
}

function showObject({ additionalProperties, properties, required = [] }: Schema, indent: string): string {
  if (properties === undefined) {
    const value = typeof additionalProperties === 'object' ? show(additionalProperties, indent) : 'unknown'
    return `{ [name: string]: ${value} }`
  }
  const deeper = `${indent}  `
  const fields = Object.entries(properties).map(
    ([name, one]) => `${deeper}${name}${required.includes(name) ? '' : '?'}: ${show(one, deeper)}`,
  )
  return `{\n${fields.join('\n')}\n${indent}}`
}
