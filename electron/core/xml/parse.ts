import { packValues } from '../crypto/credential-box.ts'
import { wipe } from '../crypto/wipe.ts'
import { readApplication } from './application-element.ts'
import {
  accountsOf,
  childrenOf,
  refuseElement,
  requiredTextOf,
  textOf,
  wholeNumber,
} from './element-values.ts'
import { globalNumbers } from './grammar.ts'
import { readElements, readElementsOf, type XmlElement } from './read-elements.ts'
import type { XmlApplication, XmlCredential, XmlDocument, XmlGlobalInfo, XmlMapping } from './xml-model.ts'

/**
 * Reads a file of applications, mappings and global information as the original's tools take it, the defects of its
 * documentation's samples included. The caller wipes the result ({@link wipeDocument}).
 *
 * @throws {@link SsoError} `XmlTooLarge`, `XmlInvalid`
 */
export async function parseXml(bytes: Uint8Array): Promise<XmlDocument> {
  const applications: XmlApplication[] = []
  const mappings: XmlMapping[] = []
  let globalInfo: XmlGlobalInfo | null = null
  try {
    await readElements(bytes, (element) => {
      const { name } = element.definition
      if (name === 'application') applications.push(readApplication(element))
      else if (name === 'mapping') mappings.push(readMapping(element))
      else if (globalInfo === null) globalInfo = readGlobalInfo(element)
      else refuseElement(element, 'it is there twice')
    })
  } catch (error) {
    wipeMappings(mappings)
    throw error
  }
  return { globalInfo, applications, mappings }
}

/**
 * Makes sure that {@link parseXml} will read a text, which is not kept.
 *
 * @throws {@link SsoError} `XmlInvalid`
 */
export async function checkXml(pieces: AsyncIterable<string>): Promise<void> {
  await readElementsOf(pieces, (element) => {
    const { name } = element.definition
    if (name === 'application') readApplication(element)
    else if (name === 'mapping') wipe(readMapping(element).credential?.packed)
    else readGlobalInfo(element)
  })
}

/** Wipes the credentials that a file held. */
export function wipeDocument({ mappings }: XmlDocument): void {
  wipeMappings(mappings)
}

function wipeMappings(mappings: readonly XmlMapping[]): void {
  for (const { credential } of mappings) wipe(credential?.packed)
}

function readGlobalInfo(element: XmlElement): XmlGlobalInfo {
  const numbers = globalNumbers.flatMap((name) => {
    const [child] = childrenOf(element, name)
    return child === undefined ? [] : [[name, wholeNumber(child, child.text, 'it')]]
  })
  const administrators = accountsOf(element, 'ssoAdminAccount')
  const affiliateAdministrators = accountsOf(element, 'ssoAffiliateAdminAccount')
  const secretServer =
    textOf(element, 'secretServer') === undefined ? undefined : requiredTextOf(element, 'secretServer')
  return {
    at: element.at,
    ...(administrators && { administrators }),
    ...(affiliateAdministrators && { affiliateAdministrators }),
    ...(secretServer && { secretServer }),
    numbers: Object.fromEntries(numbers),
  }
}

function readMapping(element: XmlElement): XmlMapping {
  const domain = textOf(element, 'windowsDomain') ?? ''
  const user = requiredTextOf(element, 'windowsUserId')
  return {
    at: element.at,
    application: requiredTextOf(element, 'externalApplication'),
    windowsAccount: domain === '' ? user : [domain, user].join('\\'),
    externalUser: requiredTextOf(element, 'externalUserId'),
    credential: readCredential(element),
  }
}

function readCredential(mapping: XmlElement): XmlCredential | null {
  const [element] = childrenOf(mapping, 'credential')
  if (element === undefined) return null
  const values = element.children.map(({ text }) => Buffer.from(text))
  const packed = packValues(values)
  // Out of the pool that small buffers share: an array of its own takes several times the memory.
  const { buffer, byteLength, byteOffset } = Buffer.from(packed)
  wipe(packed, ...values)
  // No Buffer, whose slices would be no copies.
  return { packed: new Uint8Array(buffer, byteOffset, byteLength), count: values.length }
}
