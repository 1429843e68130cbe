import { WHOLE_FILE, xmlInvalid } from './xml-error.ts'

/* XML 1.0: what a reference, a name and white space are (https://www.w3.org/TR/xml/#sec-common-syn). */
const REFERENCE = /&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);/y
const NAME = /[^\s<>/="'&?!]+/y
const SPACE = /\s*/y
const NOT_A_CHARACTER = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u
const TYPOGRAPHIC = /[“”„‟«»‹›‘’‚‛]/
/** One that is meant to close a value: a tag's end or the next attribute follows. */
const TYPOGRAPHIC_END = /[“”„‟«»‹›‘’‚‛](?=\s*\/?\s*>|\s+[\w:.-]+\s*=)/

const LONE_AMPERSAND =
  'an & begins a reference there, to nothing that XML knows; an & that is meant as such is written &amp;'

interface OpenTag {
  readonly name: string
  readonly at: number
}

/**
 * Looks for the place in a text that is not XML: where its author went wrong, which a parser notices later, if at all
 * where it has no choice any more. What is found first is told; values are never part of it.
 *
 * @throws {@link SsoError} `XmlInvalid`; returns if nothing is found.
 */
export function refuseSyntaxFault(text: string): void {
  new SyntaxScanner(text).scan()
}

class SyntaxScanner {
  readonly #text: string
  readonly #open: OpenTag[] = []
  #at = 0
  #hasElement = false

  constructor(text: string) {
    this.#text = text
  }

  scan(): void {
    while (this.#at < this.#text.length) {
      const tag = this.#text.indexOf('<', this.#at)
      const end = tag === -1 ? this.#text.length : tag
      this.#checkCharacters(this.#at, end)
      this.#at = end
      if (tag !== -1) this.#markup()
    }
    const last = this.#open.at(-1)
    if (last !== undefined) throw this.#fault(last.at, 'it is not closed before the file ends', last.name)
    if (!this.#hasElement) throw this.#withoutElement()
  }

  #withoutElement(): Error {
    const at = this.#text.search(/\S/)
    if (at === -1) return this.#fault(0, 'the file is empty')
    return this.#fault(at, 'what begins here is no XML: there is no element in the file')
  }

  #markup(): void {
    if (this.#follows('<!--')) this.#comment()
    else if (this.#follows('<![CDATA['))
      this.#skipTo(']]>', 'the CDATA section that begins here is not closed by ]]>')
    else if (this.#follows('<?')) this.#instruction()
    else if (/^<![-–—]/.test(this.#text.slice(this.#at, this.#at + 3)))
      throw this.#fault(this.#at, 'a comment begins with <!-- (two hyphens, no dash) and ends with -->')
    else if (/^<!doctype/i.test(this.#text.slice(this.#at, this.#at + '<!doctype'.length)))
      throw this.#fault(this.#at, 'a DOCTYPE is not allowed')
    else if (this.#follows('<!')) throw this.#fault(this.#at, 'what begins here with <! is not allowed')
    else if (this.#follows('</')) this.#closingTag()
    else this.#openingTag()
  }

  #comment(): void {
    const from = this.#at
    this.#skipTo('-->', 'the comment that begins here is not closed by -->')
    const dashes = this.#text.indexOf('--', from + '<!--'.length)
    if (dashes < this.#at - '-->'.length)
      throw this.#fault(dashes, 'a comment holds two hyphens in a row, which only its end may: -->')
  }

  #instruction(): void {
    const from = this.#at
    this.#skipTo('?>', 'what begins here with <? is not closed by ?>')
    const text = this.#text.slice(from, this.#at)
    if (!/^<\?xml\s/i.test(text)) return
    const typographic = text.search(TYPOGRAPHIC)
    if (typographic !== -1) throw this.#typographic(from + typographic)
    if (from > 0)
      throw this.#fault(from, 'the line <?xml …?> has to be the first of the file, with nothing before it')
    const unnamed = text.search(/\sencoding\s*=\s*(["'])\s*\1/)
    if (unnamed !== -1) throw this.#fault(unnamed + 1, 'the encoding there has no name')
  }

  #skipTo(end: string, otherwise: string): void {
    const at = this.#text.indexOf(end, this.#at + 2)
    if (at === -1) throw this.#fault(this.#at, otherwise)
    this.#at = at + end.length
  }

  #closingTag(): void {
    const from = this.#at
    this.#at += '</'.length
    const name = this.#take(NAME)
    this.#take(SPACE)
    if (!this.#follows('>')) throw this.#fault(from, 'the closing tag that begins here has no > at its end')
    this.#at += 1
    const last = this.#open.at(-1)
    if (last?.name === name) this.#open.pop()
    else throw this.#mismatch(from, name, last)
  }

  #mismatch(at: number, name: string, last: OpenTag | undefined): Error {
    if (last === undefined) return this.#fault(at, 'the closing tag there closes nothing')
    const shown = this.#isSecret() ? 'the closing tag' : `</${name.slice(0, 40)}>`
    const where = `${shown} at ${this.#place(at)}`
    if (this.#open.some((one) => one.name === name))
      return this.#fault(last.at, `it is not closed before ${where}`, last.name)
    const case_ = name.toLowerCase() === last.name.toLowerCase() ? ', in other letters' : ''
    return this.#fault(
      last.at,
      `it has to be closed by </${last.name}>, and is by ${where}${case_}`,
      last.name,
    )
  }

  #openingTag(): void {
    const at = this.#at
    this.#at += 1
    const name = this.#take(NAME)
    if (name === '')
      throw this.#fault(
        at,
        'a < begins a tag there, which has no name; a < that is meant as such is written &lt;',
      )
    if (this.#hasElement && this.#open.length === 0)
      throw this.#fault(
        at,
        'the element that begins here is a second one beside the first, which holds all others',
      )
    this.#hasElement = true
    const attributes = new Set<string>()
    for (;;) {
      const spaces = this.#take(SPACE)
      if (this.#follows('/>') || this.#follows('>')) break
      if (this.#at >= this.#text.length || this.#follows('<'))
        throw this.#fault(
          at,
          'the tag that begins here has no > at its end',
          this.#isSecret() ? undefined : name,
        )
      if (spaces === '') throw this.#stray(this.#at)
      this.#attribute(attributes)
    }
    if (this.#follows('/>')) this.#at += 2
    else {
      this.#at += 1
      this.#open.push({ name, at })
    }
  }

  #attribute(before: Set<string>): void {
    const at = this.#at
    const name = this.#take(NAME)
    if (name === '' || TYPOGRAPHIC.test(name)) throw this.#stray(at)
    if (before.has(name)) throw this.#fault(at, 'it is the second attribute of that name in its tag')
    before.add(name)
    this.#take(SPACE)
    const shown = this.#isSecret() ? 'there' : name.slice(0, 40)
    if (!this.#follows('=')) throw this.#fault(at, `the attribute ${shown} has no value`)
    this.#at += 1
    this.#take(SPACE)
    this.#value(shown)
  }

  #value(name: string): void {
    const from = this.#at
    const quote = this.#text[from] ?? ''
    if (TYPOGRAPHIC.test(quote)) throw this.#typographic(from)
    if (quote !== '"' && quote !== "'")
      throw this.#fault(from, `the value of the attribute ${name} stands without quotes`)
    const end = this.#text.indexOf(quote, from + 1)
    const value = this.#text.slice(from + 1, end === -1 ? undefined : end)
    const less = value.indexOf('<')
    const goesOn = end !== -1 && less === -1 && /^(?:[\s/>?]|$)/.test(this.#text.slice(end + 1, end + 2))
    if (!goesOn) {
      const typographic = value.search(TYPOGRAPHIC_END)
      if (typographic !== -1) throw this.#typographic(from + 1 + typographic)
    }
    if (end === -1 || less !== -1)
      throw this.#fault(
        from,
        `the value of the attribute ${name} begins here and has no ${quote} at its end, or a < in it, which is written &lt;`,
      )
    this.#checkCharacters(from, end)
    this.#at = end + 1
  }

  /** References and characters of text or of a value. */
  #checkCharacters(from: number, to: number): void {
    const text = this.#text.slice(from, to)
    for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) {
      REFERENCE.lastIndex = at
      if (!REFERENCE.test(text)) throw this.#fault(from + at, LONE_AMPERSAND)
    }
    const wrong = text.search(NOT_A_CHARACTER)
    if (wrong !== -1)
      throw this.#fault(from + wrong, `the character ${codeOf(text, wrong)} may not be in an XML file`)
  }

  /** What stands where an attribute, or the end of the tag, should. */
  #stray(at: number): Error {
    if (TYPOGRAPHIC.test(this.#text[at] ?? '')) return this.#typographic(at)
    const what = /^[\p{L}\d]$/u.test(this.#text[at] ?? '')
      ? 'a blank is missing there, before the next attribute'
      : `the character ${codeOf(this.#text, at)} may not be there in a tag`
    return this.#fault(at, what)
  }

  #typographic(at: number): Error {
    const reason = `a typographic quote (${this.#text[at]}) is used there; XML takes straight ones only: " or '`
    return this.#fault(at, reason)
  }

  #follows(what: string): boolean {
    return this.#text.startsWith(what, this.#at)
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const taken = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += taken.length
    return taken
  }

  /** Whether what is read may be part of a credential, which no message shows. */
  #isSecret(): boolean {
    return this.#open.some(({ name }) => name.toLowerCase() === 'credential')
  }

  #place(offset: number): string {
    const { column, line } = this.#position(offset)
    return `line ${line}, column ${column}`
  }

  #position(offset: number): { line: number; column: number } {
    const before = this.#text.slice(0, offset)
    return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
  }

  #fault(offset: number, reason: string, element = this.#open.at(-1)?.name ?? WHOLE_FILE): Error {
    return xmlInvalid(this.#position(offset), element.slice(0, 100), reason)
  }
}

function codeOf(text: string, at: number): string {
  return `U+${(text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
