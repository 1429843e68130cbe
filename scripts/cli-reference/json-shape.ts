import { type ZodType, z } from 'zod'
import type { Verb } from '../../electron/cli/verb/verb.ts'

type Schema = z.core.JSONSchema.JSONSchema

/** The shape of what a verb prints with `--json`, in the words of TypeScript's types. */
export function jsonShape(verb: Verb): string {
  const type = verb.json(z)
  return shapeOf(verb.isList ? z.array(type) : type)
}

/** The shape of a JSON value, in the words of TypeScript's types. */
export function shapeOf(type: ZodType): string {
  return show(z.toJSONSchema(type), '')
}

function show(schema: Schema, indent: string): string {
  const either = schema.anyOf ?? schema.oneOf
  if (either !== undefined) return union(either.map((one) => show(one, indent)))
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return union(schema.enum.map((one) => JSON.stringify(one)))
  if (schema.type === undefined) return 'unknown'
  return union([schema.type].flat().map((type) => showType(type, schema, indent)))
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ')
}

function showType(type: z.core.JSONSchema.SchemaType, schema: Schema, indent: string): string {
  if (type === 'array') return showArray(schema, indent)
  if (type === 'object') return showObject(schema, indent)
  return type
}

function showArray({ items }: Schema, indent: string): string {
  if (Array.isArray(items)) throw new Error('Tuples are not documented yet.')
  const item = showAny(items, indent)
  return /^(\w+|\{[\s\S]*\})$/.test(item) ? `${item}[]` : `(${item})[]`
}

function showObject({ additionalProperties, properties, required = [] }: Schema, indent: string): string {
  if (properties === undefined) return `{ [name: string]: ${showAny(additionalProperties, indent)} }`
  const deeper = `${indent}  `
  const fields = Object.entries(properties).map(
    ([name, one]) => `${deeper}${name}${required.includes(name) ? '' : '?'}: ${showAny(one, deeper)}`,
  )
  return `{\n${fields.join('\n')}\n${indent}}`
}

/** A schema that only says whether there may be a value says nothing of its type. */
function showAny(schema: Schema | boolean | undefined, indent: string): string {
  return typeof schema === 'object' ? show(schema, indent) : 'unknown'
}
