import { setImmediate } from 'node:timers/promises'
import { SaxesParser } from 'saxes'
import { decodeXml } from './decode-xml.ts'
import { type ElementDefinition, expectedIn, root } from './grammar.ts'
import { SourceText } from './source-text.ts'
import { refuseSyntaxFault } from './syntax-fault.ts'
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

/** Of attributes that tools add without declaring where they come from. */
const KNOWN_PREFIXES: readonly string[] = ['xml', 'xmlns', 'xsi', 'xsd']

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
  try {
    for (const piece of decodeXml(bytes)) {
      reader.write(piece)
      pieces += 1
      if (pieces % PIECES_AT_ONCE === 0) await setImmediate()
    }
    reader.close()
  } catch (error) {
    if (error instanceof NotWellFormed && bytes.byteLength <= xmlLimits.searchedBytes)
      refuseSyntaxFault(wholeText(bytes))
    throw error instanceof NotWellFormed ? error.asNoticed : error
  }
}

/**
 * As {@link readElements}, from text that comes piece by piece and is not kept: a fault is named where it is noticed.
 *
 * @throws {@link SsoError} `XmlInvalid`
 */
export async function readElementsOf(
  pieces: AsyncIterable<string>,
  take: (element: XmlElement) => void,
): Promise<void> {
  const reader = new ElementReader(take)
  try {
    for await (const piece of pieces) reader.write(piece)
    reader.close()
  } catch (error) {
    throw error instanceof NotWellFormed ? error.asNoticed : error
  }
}

/** As {@link ElementReader} gives it to the parser. */
function wholeText(bytes: Uint8Array): string {
  const source = new SourceText()
  const pieces = [...decodeXml(bytes)].map((piece) => source.next(piece))
  return pieces.join('') + source.end()
}

/** The text is no XML, whatever it was to say. */
class NotWellFormed extends Error {
  /** What the parser said, where it noticed. */
  readonly asNoticed: Error

  constructor(asNoticed: Error) {
    super('not well-formed')
    this.asNoticed = asNoticed
  }
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
  /** Those declared so far. */
  readonly #prefixes = new Set(KNOWN_PREFIXES)
  #start: Position = { line: 1, column: 1 }
  /** Where the text being read began. */
  #textOffset = 0
  #isClosing = false

  constructor(take: (element: XmlElement) => void) {
    this.#take = take
    const parser = this.#parser
    parser.ENTITIES = entities
    parser.on('error', (error) => this.#refuseSyntax(error))
    parser.on('doctype', () => {
      throw new NotWellFormed(this.#hereInvalid('a DOCTYPE is not allowed'))
    })
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
    if (definition === undefined) throw this.#unexpected(name)
    if (parent !== undefined && this.#open.length > 1) this.#countIn(parent, definition)
    return definition
  }

  /** Most often what should have been closed before was not. */
  #unexpected(name: string): Error {
    const parent = this.#open.at(-1)
    if (parent === undefined) return this.#invalid(name, `it cannot be the root (expected: <${root.name}>)`)
    const { definition } = parent
    if (definition.text === 'secret')
      return this.#invalid(definition.name, 'a tag begins in it; a < that is meant as such is written &lt;')
    const isKnownAround = this.#open.some((one) => one.definition.children.has(name.toLowerCase()))
    const holdsElements = definition.children.size > 0
    if (definition.name.toLowerCase() === name.toLowerCase() && parent.text.trim() !== '')
      return this.#invalid(name, `it is opened there a second time, not closed; write </${name}>`)
    if (isKnownAround || !holdsElements) {
      const where = `<${shorten(name)}> at line ${this.#start.line}, column ${this.#start.column}`
      const reason = `it is not closed before ${where}, which cannot be in it (expected: ${expectedIn(definition)})`
      return xmlInvalid(parent.at, definition.name, reason)
    }
    return this.#invalid(
      name,
      `it is not known in <${definition.name}> (expected: ${expectedIn(definition)})`,
    )
  }

  #countIn(parent: OpenElement, definition: ElementDefinition): void {
    if (parent.children.length >= xmlLimits.children)
      throw this.#invalid(definition.name, `<${parent.definition.name}> holds too many elements`)
    if (!definition.repeatable && parent.children.some((child) => child.definition === definition))
      throw this.#invalid(definition.name, 'it is there twice')
  }

  #readAttributes(definition: ElementDefinition, given: readonly Attribute[]): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>()
    for (const [name] of given) if (name.startsWith('xmlns:')) this.#prefixes.add(name.slice('xmlns:'.length))
    for (const [name, value] of given) {
      if (this.#isForeign(name)) continue
      const known = definition.attributes.get(name.toLowerCase())
      const expected = [...new Set(definition.attributes.values())].join(', ') || 'none'
      if (known === undefined)
        throw this.#invalid(definition.name, `it has no attribute ${shorten(name)} (expected: ${expected})`)
      if (attributes.has(known)) throw this.#invalid(definition.name, `the attribute ${known} is there twice`)
      if (value.length > xmlLimits.value)
        throw this.#invalid(definition.name, `the attribute ${known} is too long`)
      attributes.set(known, value)
    }
    return attributes
  }

  /** Whether an attribute is of another vocabulary, such as the reference to a schema: it says nothing here. */
  #isForeign(name: string): boolean {
    const [prefix = '', local] = name.split(':')
    return name === 'xmlns' || (local !== undefined && this.#prefixes.has(prefix))
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
    throw new NotWellFormed(this.#hereInvalid(shorten(reason.replace(/\.$/, ''))))
  }

  #hereInvalid(reason: string): Error {
    const at = this.#source.position(Math.max(0, this.#parser.position - 1))
    return xmlInvalid(at, this.#open.at(-1)?.definition.name ?? WHOLE_FILE, reason)
  }

  #invalid(element: string, reason: string): Error {
    return xmlInvalid(this.#start, shorten(element), reason)
  }
}

/** What comes from the file is shown, but not at any length. */
function shorten(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`
}
