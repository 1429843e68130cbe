import type { Program } from '../program.ts'

export const ssoclient: Program = {
  name: 'ssoclient',
  summary: 'Manages your own mappings and credentials.',
  verbs: [],
  retired: [],
}
