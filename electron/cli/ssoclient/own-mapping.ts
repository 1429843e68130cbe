import type { Zod } from '../verb/verb.ts'
import type { VerbContext } from '../verb/verb-context.ts'

/** The result of a verb that did something to the caller's mapping. */
export interface OwnMapping {
  readonly application: string
  readonly windowsAccount: string
}

export function ownMappingJson(zod: Zod) {
  return zod.strictObject({ application: zod.string(), windowsAccount: zod.string() })
}

/** The calling account, as its mappings name it. */
export async function callingAccount({ system }: VerbContext): Promise<string> {
  return (await (await system()).system.describe()).account
}

/** Does something to the caller's mapping in an application. */
export async function onOwnMapping(
  context: VerbContext,
  application: string,
  action: 'enable' | 'disable' | 'delete',
): Promise<OwnMapping> {
  const { applications, mappings } = await context.system()
  const windowsAccount = await callingAccount(context)
  const { name } = await applications.describe(application)
  await mappings[action](name, [{ account: windowsAccount }])
  return { application: name, windowsAccount }
}
