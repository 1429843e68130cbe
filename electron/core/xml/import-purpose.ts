import type { Position } from './xml-error.ts'
import { WHOLE_FILE, xmlInvalid } from './xml-error.ts'
import type { XmlDocument } from './xml-model.ts'

/**
 * What a file is read for: `anything` it may hold, or one kind of element only. Applications that are to be created
 * must be new, those to be updated must be there.
 */
export type ImportPurpose =
  | 'anything'
  | 'global-info'
  | 'create-applications'
  | 'update-applications'
  | 'create-mappings'
  | 'delete-mappings'

type Kind = 'globalInfo' | 'application' | 'mapping'

const kinds: Readonly<Record<Exclude<ImportPurpose, 'anything'>, Kind>> = {
  'global-info': 'globalInfo',
  'create-applications': 'application',
  'update-applications': 'application',
  'create-mappings': 'mapping',
  'delete-mappings': 'mapping',
}

/**
 * @throws {@link SsoError} `XmlInvalid` if a file holds something else than its purpose calls for, or nothing of that.
 */
export function requirePurpose(document: XmlDocument, purpose: ImportPurpose): void {
  if (purpose === 'anything') return
  const wanted = kinds[purpose]
  const first = firstOfEach(document)
  for (const kind of ['globalInfo', 'application', 'mapping'] as const) {
    const at = first[kind]
    if (kind !== wanted && at !== undefined)
      throw xmlInvalid(at, kind, `only <${wanted}> is taken here, so that nothing else changes unnoticed`)
  }
  if (first[wanted] === undefined)
    throw xmlInvalid({ line: 1, column: 1 }, WHOLE_FILE, `it has no <${wanted}>`)
}

function firstOfEach({ applications, globalInfo, mappings }: XmlDocument): Partial<Record<Kind, Position>> {
  const [application] = applications
  const [mapping] = mappings
  return {
    ...(globalInfo && { globalInfo: globalInfo.at }),
    ...(application && { application: application.at }),
    ...(mapping && { mapping: mapping.at }),
  }
}
