import type { Program } from '../program.ts'

export const ssomanage: Program = {
  name: 'ssomanage',
  summary: 'Manages the SSO system, its affiliate applications, mappings and credentials.',
  verbs: [],
  retired: [],
}
