import { writeFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { ssomanage } from '../../../electron/cli/ssomanage/program.ts'
import type { OsAccount } from '../../../electron/core/access/os-account.ts'
import { anApplication, people } from '../../support/application-services.ts'
import { administrator, aGenerateRequest } from '../../support/test-system.ts'
import { jsonOf } from './json-of.ts'
import { aCliPlace, type CliPlace, type Run, type RunOptions } from './run-cli.ts'

export interface ManagePlace extends CliPlace {
  /** Runs ssomanage, as the SSO Administrator unless told otherwise. */
  manage(argv: readonly string[], options?: RunOptions): Promise<Run>
  /** What a verb answers with `--json`, checked against its shape. */
  json<T>(argv: readonly [verb: string, ...string[]], options?: RunOptions): Promise<T>
  /** Writes an XML file of these elements. */
  xml(name: string, ...elements: readonly string[]): Promise<string>
}

/** Who may do what here: {@link people}, the SSO Administrator being root. */
export const roles: Readonly<Record<string, OsAccount>> = {
  'an SSO Administrator': administrator,
  'an SSO Affiliate Administrator': people.affiliateAdministrator,
  'an Application Administrator': people.applicationAdministrator,
  'an Application User': people.applicationUser,
  'nobody in particular': people.erin,
}

/** A system with a master secret, the roles of {@link people} and the application `Payroll`, enabled. */
export async function aManagePlace(): Promise<ManagePlace> {
  const place = await aCliPlace()
  const system = await place.open()
  await system.globalInfo.disable()
  await system.globalInfo.update({
    ssoAffiliateAdministrators: [{ kind: 'group', name: 'CORP\\Affiliate Admins' }],
  })
  await system.globalInfo.enable()
  await system.masterSecret.generate(aGenerateRequest(place.file('first.bak')))
  await system.applications.create(anApplication())
  await system.applications.enable('Payroll')
  await system.close()
  const manage = (argv: readonly string[], options: RunOptions = {}) => place.run(ssomanage, argv, options)
  return {
    ...place,
    manage,
    json: async (argv, options) => {
      const { code, stderr, stdout } = await manage([...argv, '--json', '--quiet'], options)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      return jsonOf(ssomanage, argv[0].slice(1), stdout)
    },
    xml: async (name, ...elements) => {
      await writeFile(place.file(name), `<sso>\n${elements.join('\n')}\n</sso>\n`)
      return place.file(name)
    },
  }
}

export function mappingXml(
  user: string,
  external: string,
  password?: string,
  application = 'Payroll',
): string {
  const credential = password === undefined ? '' : `<credential><field>${password}</field></credential>`
  return `<mapping><windowsDomain>CORP</windowsDomain><windowsUserId>${user}</windowsUserId><externalApplication>${application}</externalApplication><externalUserId>${external}</externalUserId>${credential}</mapping>`
}

export function applicationXml(name: string, inside = ''): string {
  return `<application name="${name}">${inside}<appUserAccount>CORP\\Users</appUserAccount><field ordinal="0" label="User ID" masked="no"/><field ordinal="1" label="Password" masked="yes"/></application>`
}

/** Replaces what differs from run to run. */
export function steady(text: string, place: CliPlace): string {
  return text
    .replaceAll(place.folder, '/folder')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-01-01T00:00:00.000Z')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '00000000-0000-0000-0000-000000000000')
}
