import type { Program } from '../verb/program.ts'
import { chooseServer } from '../verb-parts/choose-server.ts'
import { deleteMapping } from './delete-mapping.ts'
import { displayApplication } from './display-app.ts'
import { getCredentials } from './get-credentials.ts'
import { listApplications } from './list-apps.ts'
import { listMappings } from './list-mappings.ts'
import { setCredentials } from './set-credentials.ts'
import { showServer } from './show-server.ts'
import { disableMapping, enableMapping } from './switch-mapping.ts'

export const ssoclient: Program = {
  name: 'ssoclient',
  summary: 'Manages your own mappings and credentials.',
  verbs: [
    listApplications,
    displayApplication,
    listMappings,
    setCredentials,
    getCredentials,
    enableMapping,
    disableMapping,
    deleteMapping,
    chooseServer('server', ''),
    showServer,
  ],
  retired: [],
}
