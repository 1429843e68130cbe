import type { NewApplication } from '../../electron/core/records/application.ts'
import {
  type ApplicationServices,
  anApplication,
  openApplicationServices,
  people,
} from './application-services.ts'

export async function withApplication(overrides: Partial<NewApplication> = {}): Promise<ApplicationServices> {
  const services = await openApplicationServices()
  await services.as(people.ssoAdministrator).applications.create(anApplication(overrides))
  await services.newEvents()
  return services
}

export const user = (name: string) => ({ kind: 'user', name }) as const
export const group = (name: string) => ({ kind: 'group', name }) as const
