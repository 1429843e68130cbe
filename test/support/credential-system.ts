import { join } from 'node:path'
import type { OsAccount } from '../../electron/core/access/os-account.ts'
import type { CredentialRef } from '../../electron/core/credentials/credential.ts'
import type { NewApplication } from '../../electron/core/records/application.ts'
import type { SsoSystem } from '../../electron/core/sso-system.ts'
import { anApplication, people } from './application-services.ts'
import { aGenerateRequest, openTestSystem, type TestSystem, utf8 } from './test-system.ts'

/** Somebody else than `people.applicationUser` who is an Application User, too. */
export const colleague: OsAccount = {
  name: 'CORP\\otto',
  groups: ['CORP\\HR Users'],
  isLocalAdministrator: false,
}

export interface CredentialSystem extends TestSystem {
  /** The system as somebody opens it, by a process of its own. */
  as(account: OsAccount): Promise<SsoSystem>
  /** Creates and enables an application. */
  createApplication(overrides?: Partial<NewApplication>): Promise<void>
}

/** A system with a master secret and the enabled application `Payroll`; `system` is the SSO Administrator's. */
export async function openCredentialSystem(): Promise<CredentialSystem> {
  const opened = await openTestSystem()
  const { directory, folder, system } = opened
  await system.masterSecret.generate(aGenerateRequest(join(folder, 'first.bak')))
  const createApplication = async (overrides: Partial<NewApplication> = {}): Promise<void> => {
    const { name } = await system.applications.create(anApplication(overrides))
    await system.applications.enable(name)
  }
  const as = async (account: OsAccount): Promise<SsoSystem> =>
    (await openTestSystem({ directory, account: async () => account })).system
  await createApplication()
  return { ...opened, as, createApplication }
}

export const ursula = people.applicationUser.name

/** Sets Ursula's password in `Payroll`, as the administrator unless told otherwise. */
export async function setPassword(system: SsoSystem, password: string, account = ursula): Promise<void> {
  const externalUser = `${account.split('\\')[1]}-ext`
  await system.credentials.set({
    application: 'Payroll',
    account,
    externalUser,
    values: [utf8(password)],
  })
}

/** What {@link setPassword} set, looked up. */
export async function getPassword(system: SsoSystem, ref: Partial<CredentialRef> = {}): Promise<string> {
  const { values } = await system.credentials.get({ application: 'Payroll', ...ref })
  return values.map((value) => Buffer.from(value).toString()).join('|')
}

export { people, utf8 }
