import type { ApplicationType } from '../../core/database/schema.ts'

/** The types of applications as they are shown. */
export const applicationTypes: Readonly<Record<ApplicationType, string>> = {
  individual: 'Individual',
  group: 'Group',
  'host-group': 'Host Group',
  'config-store': 'Configuration store',
}
