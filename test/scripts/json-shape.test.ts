import { readFileSync } from 'node:fs'
import { transpileModule } from 'typescript'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { jsonShape, shapeOf } from '../../scripts/cli-reference/json-shape.ts'
import { programs } from '../../scripts/cli-reference/programs.ts'

function shapeOfVerb(program: string, name: string): string {
  const verb = programs.find((one) => one.name === program)?.verbs.find((one) => one.name === name)
  if (verb === undefined) throw new Error(`no ${program} -${name}`)
  return jsonShape(verb)
}

/** Members are on lines of their own: a comma would be a list of types that was printed as it is. */
function isType(text: string): boolean {
  const { diagnostics = [] } = transpileModule(`type Shape = ${text}`, { reportDiagnostics: true })
  return diagnostics.length === 0 && !text.includes(',')
}

describe('the documented shape', () => {
  it.each([
    ['string', z.string()],
    ['string | null', z.string().nullable()],
    ['string | number', z.union([z.string(), z.number()])],
    ['"a" | "b"', z.enum(['a', 'b'])],
    ['"a" | null', z.literal('a').nullable()],
    ['string[]', z.array(z.string())],
    ['(string | null)[]', z.array(z.string().nullable())],
    ['("a" | "b")[]', z.array(z.enum(['a', 'b']))],
    ['{ [name: string]: string | number }', z.record(z.string(), z.union([z.string(), z.number()]))],
    [
      '{\n  a: number | null\n  b?: string\n}',
      z.strictObject({ a: z.number().nullable(), b: z.string().optional() }),
    ],
    ['{\n  a: string\n}[]', z.array(z.strictObject({ a: z.string() }))],
    ['{\n  a: string\n} | null', z.strictObject({ a: z.string() }).nullable()],
    ['unknown', z.unknown()],
  ])('is %s', (shape, type) => {
    expect(shapeOf(type)).toBe(shape)
  })

  it('says of a verb what a script is to expect', () => {
    expect(shapeOfVerb('ssoconfig', 'generateSecret')).toContain('  previousMsid: string | null\n')
    expect(shapeOfVerb('ssoconfig', 'health')).toContain('details: { [name: string]: string | number }\n')
    expect(shapeOfVerb('ssomanage', 'listMappings')).toMatch(/^\{\n[\s\S]*\n\}\[\]$/)
  })

  it('is a type of TypeScript, wherever the reference has one', () => {
    const blocks = [...readFileSync('docs/cli.md', 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)]
    expect(blocks.length).toBeGreaterThan(50)
    const wrong = blocks.filter(([, shape]) => !isType(`${shape}`))
    expect(wrong.map(([, shape]) => shape)).toEqual([])
    expect(isType('{ a: string,null }')).toBe(false)
  })
})
