import type { Program } from '../verb/program.ts'
import { chooseServer } from '../verb-parts/choose-server.ts'
import { showDatabase } from '../verb-parts/show-db.ts'
import { deleteMapping, disableMapping, enableMapping } from './change-mapping.ts'
import { deleteApplication } from './delete-app.ts'
import { deleteMappings } from './delete-mappings.ts'
import { displayApplication } from './display-app.ts'
import { displayDatabase } from './display-db.ts'
import { exportApplications, exportMappings } from './export.ts'
import { createApplications, createMappings, updateApplications, updateDatabase } from './import-verbs.ts'
import { listApplications } from './list-apps.ts'
import { listMappings } from './list-mappings.ts'
import { purgeCache } from './purge-cache.ts'
import { addServer, listServers, removeServer, showServer } from './servers.ts'
import { setCredentials } from './set-credentials.ts'
import { disableApplication, enableApplication } from './switch-app.ts'
import { disableFeature, enableFeature } from './switch-feature.ts'
import { disableSso, enableSso } from './switch-sso.ts'
import { tickets } from './tickets.ts'

export const ssomanage: Program = {
  name: 'ssomanage',
  summary: 'Manages the SSO system, its affiliate applications, mappings and credentials.',
  verbs: [
    displayDatabase,
    showDatabase,
    updateDatabase,
    enableSso,
    disableSso,
    enableFeature,
    disableFeature,
    tickets,
    listApplications,
    displayApplication,
    createApplications,
    updateApplications,
    exportApplications,
    enableApplication,
    disableApplication,
    deleteApplication,
    purgeCache,
    listMappings,
    createMappings,
    deleteMappings,
    exportMappings,
    deleteMapping,
    enableMapping,
    disableMapping,
    setCredentials,
    chooseServer('server', ''),
    chooseServer('serverAll', ' for all users'),
    showServer,
    listServers,
    addServer,
    removeServer,
  ],
  retired: [],
}
