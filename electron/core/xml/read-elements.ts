import { setImmediate } from 'node:timers/promises'
import { SaxesParser } from 'saxes'
import { decodeXml } from './decode-xml.ts'
import { type ElementDefinition, expectedIn, root } from './grammar.ts'
import { SourceText } from './source-text.ts'
import { type Position, WHOLE_FILE, xmlInvalid } from './xml-error.ts'
import { xmlLimits } from './xml-limits.ts'

/** One element as it was read, known to be where it may be. */
export interface XmlElement {
  readonly definition: ElementDefinition
  /** Of its `<`. */
  readonly at: Position
  /** By the names that the grammar gives them. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  readonly text: string
}

/** Without namespaces. */
type ParserOptions = { defaultXMLVersion: '1.0'; forceXMLVersion: true; xmlns: false }
type Attribute = readonly [name: string, value: string]

/** Most elements have none, and a map takes more memory than the rest of an element. */
const noAttributes: ReadonlyMap<string, string> = new Map()

interface OpenElement extends XmlElement {
  readonly children: XmlElement[]
  text: string
}

/** The five of the standard; without a prototype, whose names would otherwise be entities too. */
const entities: Record<string, string> = Object.assign(Object.create(null), {
  amp: '&',
  apos: "'",
  gt: '>',
  lt: '<',
  quot: '"',
})

/** A megabyte, after which other work may go on. */
const PIECES_AT_ONCE = 16

/** Judged by {@link ElementReader} itself, for the sake of tree dashes. */
const TEXT_OUTSIDE = 'text data outside of root node.'

/**
 * Reads a file and hands over each element within its root, whole, as soon as it is closed.
 *
 * @throws {@link SsoError} `XmlTooLarge`, `XmlInvalid`
 */
export async function readElements(bytes: Uint8Array, take: (element: XmlElement) => void): Promise<void> {
  const reader = new ElementReader(take)
  let pieces = 0
  for (const piece of decodeXml(bytes)) {
    reader.write(piece)
    pieces += 1
    if (pieces % PIECES_AT_ONCE === 0) await setImmediate()
  }
  reader.close()
}

class ElementReader {
  readonly #take: (element: XmlElement) => void
  readonly #source = new SourceText()
  readonly #parser = new SaxesParser<ParserOptions>({
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
    xmlns: false,
  })
  readonly #open: OpenElement[] = []
  #start: Position = { line: 1, column: 1 }
  /** Where the text being read began. */
  #textOffset = 0
  #isClosing = false

  constructor(take: (element: XmlElement) => void) {
    this.#take = take
    const parser = this.#parser
    parser.ENTITIES = entities
    parser.on('error', (error) => this.#refuseSyntax(error))
    parser.on('doctype', () => this.#refuse('a DOCTYPE is not allowed'))
    parser.on('opentagstart', ({ name }) => {
      this.#start = this.#source.position(parser.position - name.length - '<>'.length)
    })
    parser.on('opentag', ({ attributes, name }) => this.#begin(name, Object.entries(attributes)))
    parser.on('closetag', () => this.#finish())
    parser.on('text', (text) => this.#add(text))
    parser.on('cdata', (text) => this.#add(text))
  }

  write(piece: string): void {
    this.#parser.write(this.#source.next(piece))
  }

  close(): void {
    this.#parser.write(this.#source.end()).close()
  }

  #begin(name: string, attributes: readonly Attribute[]): void {
    this.#settle()
    this.#textOffset = this.#parser.position
    const definition = this.#define(name)
    const read = attributes.length === 0 ? noAttributes : this.#readAttributes(definition, attributes)
    this.#open.push({ definition, at: this.#start, attributes: read, children: [], text: '' })
  }

  #define(name: string): ElementDefinition {
    const parent = this.#open.at(-1)
    const known = parent?.definition.children ?? new Map([[root.name, root]])
    const definition = known.get(name.toLowerCase())
    if (this.#open.length >= xmlLimits.depth) throw this.#invalid(name, 'it is nested too deeply')
    if (definition === undefined) throw this.#invalid(name, unexpected(parent?.definition))
    if (parent !== undefined && this.#open.length > 1) this.#countIn(parent, definition)
    return definition
  }

  #countIn(parent: OpenElement, definition: ElementDefinition): void {
    if (parent.children.length >= xmlLimits.children)
      throw this.#invalid(definition.name, `<${parent.definition.name}> holds too many elements`)
    if (!definition.repeatable && parent.children.some((child) => child.definition === definition))
      throw this.#invalid(definition.name, 'it is there twice')
  }

  #readAttributes(definition: ElementDefinition, given: readonly Attribute[]): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>()
    for (const [name, value] of given) {
      if (/^xml(ns)?(:|$)/.test(name)) continue
      const known = definition.attributes.get(name.toLowerCase())
      const expected = [...definition.attributes.values()].join(', ') || 'none'
      if (known === undefined)
        throw this.#invalid(definition.name, `it has no attribute ${shorten(name)} (expected: ${expected})`)
      if (attributes.has(known)) throw this.#invalid(definition.name, `the attribute ${known} is there twice`)
      if (value.length > xmlLimits.value)
        throw this.#invalid(definition.name, `the attribute ${known} is too long`)
      attributes.set(known, value)
    }
    return attributes
  }

  #add(text: string): void {
    this.#settle()
    const element = this.#open.at(-1)
    if (element === undefined || element.definition.text === 'none') this.#refuseText(text, element)
    else if (element.text.length + text.length <= xmlLimits.value) element.text += text
    else throw xmlInvalid(element.at, element.definition.name, 'its text is too long')
    this.#textOffset = this.#parser.position
  }

  /** A browser shows a dash before each element that can be folded, and copies it. */
  #refuseText(text: string, element: OpenElement | undefined): void {
    const trimmed = text.trim()
    if (trimmed === '' || trimmed === '-') return
    const before = text.length - text.trimStart().length
    const at = this.#source.position(this.#textOffset + before)
    const expected = element === undefined ? `<${root.name}>` : expectedIn(element.definition)
    throw xmlInvalid(
      at,
      element?.definition.name ?? WHOLE_FILE,
      `there is text where none may be (expected: ${expected})`,
    )
  }

  #finish(): void {
    this.#settle()
    this.#isClosing = true
    this.#textOffset = this.#parser.position
  }

  /** Takes what was closed. Later, because the parser tells only then of a tag that closes another element. */
  #settle(): void {
    if (!this.#isClosing) return
    this.#isClosing = false
    const element = this.#open.pop()
    const parent = this.#open.at(-1)
    if (element === undefined || parent === undefined) return
    if (this.#open.length === 1) this.#take(element)
    else parent.children.push(element)
  }

  #refuseSyntax({ message }: Error): void {
    const reason = message.replace(/^\d+:\d+: /, '')
    if (reason === TEXT_OUTSIDE) return
    this.#refuse(shorten(reason.replace(/\.$/, '')))
  }

  #refuse(reason: string): never {
    const at = this.#source.position(Math.max(0, this.#parser.position - 1))
    throw xmlInvalid(at, this.#open.at(-1)?.definition.name ?? WHOLE_FILE, reason)
  }

  #invalid(element: string, reason: string): Error {
    return xmlInvalid(this.#start, shorten(element), reason)
  }
}

function unexpected(parent: ElementDefinition | undefined): string {
  if (parent === undefined) return `it cannot be the root (expected: <${root.name}>)`
  return `it is not known in <${parent.name}> (expected: ${expectedIn(parent)})`
}

/** What comes from the file is shown, but not at any length. */
function shorten(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`
}
