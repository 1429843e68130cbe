/**
 * The floors of the core, from the ground up: a folder imports those on the floors below its own, and no others.
 * docs/architecture.md draws them.
 */
const coreFloors = [
  ['async', 'errors', 'threads'],
  ['accounts', 'crypto', 'files'],
  ['backup', 'database', 'key-protectors'],
  ['records', 'secret-store'],
  ['access'],
  ['events'],
  ['mappings', 'reencryption', 'servers'],
  ['applications', 'credentials', 'system'],
  ['health', 'tickets', 'xml'],
  ['master-secret'],
  ['rehearsal'],
]

/** Those of the command lines. What starts a program lies above them, in `electron/cli` itself. */
const cliFloors = [
  ['terminal'],
  ['grammar', 'host'],
  ['outcome', 'passwords'],
  ['verb'],
  ['help', 'parse', 'verb-parts'],
  ['run'],
  ['ssoclient', 'ssoconfig', 'ssomanage'],
]

/**
 * The floors of the renderer: what the page stands on, then parts that features share, then one folder a feature, then
 * what is composed of features. `renderer/main.tsx` lies above them all.
 */
const rendererFloors = [
  ['focus', 'host', 'theme', 'words'],
  ['request'],
  ['actions', 'dialog'],
  ['backup', 'crash'],
  [
    'backup-secret',
    'event-log',
    'generate-secret',
    'health',
    'key-protector',
    'properties',
    'rehearse',
    'restore-secret',
    'servers',
    'verify-backup',
  ],
  ['system'],
  ['console'],
]

/** What the console opens: loaded when it is first shown. */
const rendererFeatures = rendererFloors.slice(4, 6).flat()

/** By the folder that they stand in, from the ground up. */
export const floors = { 'electron/core': coreFloors, 'electron/cli': cliFloors, renderer: rendererFloors }

/**
 * One rule a folder, so that a report names what was broken.
 *
 * @param {string} root
 * @param {readonly (readonly string[])[]} floors
 * @returns {import('dependency-cruiser').IForbiddenRuleType[]}
 */
const floorRules = (root, floors) =>
  floors.flatMap((floor, level) =>
    floor.map((folder) => {
      const allowed = [folder, ...floors.slice(0, level).flat()]
      return {
        name: `floor-of-${root}/${folder}`,
        comment: 'A folder imports only folders of the floors below.',
        severity: 'error',
        from: { path: `^${root}/${folder}/` },
        to: { path: `^${root}/`, pathNot: `^${root}/(${allowed.join('|')})/` },
      }
    }),
  )

/**
 * Which way imports may run (docs/architecture.md): renderer → shared ← electron; inside electron main → ipc → core
 * and cli → core; the core knows neither Electron nor React.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-circle-of-types',
      comment: 'Types count too.',
      severity: 'error',
      from: { path: '^(electron/(cli|core|ipc|main)|renderer|shared)/' },
      to: { circular: true },
    },
    {
      name: 'shared-imports-only-shared',
      comment: 'Both sides of the IPC boundary load it, so it may do no input or output.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: ['^shared/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'renderer-imports-no-electron',
      comment: 'All it has of the main process is window.sso, whose type is in shared/ipc/client.ts.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-imports-no-renderer',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'core-knows-only-itself-and-shared',
      severity: 'error',
      from: { path: '^electron/core/' },
      to: { path: '^electron/', pathNot: '^electron/core/' },
    },
    {
      name: 'cli-knows-only-core-and-shared',
      severity: 'error',
      from: { path: '^electron/cli/' },
      to: { path: '^electron/', pathNot: '^electron/(cli|core)/' },
    },
    {
      name: 'ipc-knows-only-core-and-shared',
      severity: 'error',
      from: { path: '^electron/ipc/' },
      to: { path: '^electron/', pathNot: '^electron/(ipc|core)/' },
    },
    {
      name: 'only-main-and-preload-import-electron',
      comment: 'The handlers may name its types.',
      severity: 'error',
      from: { path: '^(electron|shared|renderer)/', pathNot: '^electron/(main/|main\\.ts$|preload\\.ts$)' },
      to: { path: '(^|/)node_modules/electron/|^electron$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-the-session-registers-handlers',
      comment: 'One place opens channels, with one check of senders.',
      severity: 'error',
      from: { path: '^electron/main/', pathNot: '^electron/main/console-session\\.ts$' },
      to: { path: '^electron/ipc/registrar\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'core-and-cli-know-no-react',
      severity: 'error',
      from: { path: '^(electron|shared)/' },
      to: { path: '(^|/)node_modules/(react|react-dom|@fluentui)/' },
    },
    {
      name: 'dialects-stay-in-their-folder',
      comment:
        'What differs between databases is visible in one place, and one folder chooses between them. The lock of the secret store needs the one SQLite library of the process, whatever engine the database is in.',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/core/database/(sqlite|engines)/' },
      to: { path: '^electron/core/database/sqlite/', pathNot: '/kernel-lock\\.ts$' },
    },
    {
      name: 'the-database-knows-no-engine',
      comment: 'What every engine is and does stands below the engines.',
      severity: 'error',
      from: { path: '^electron/core/database/', pathNot: '^electron/core/database/(sqlite|engines)/' },
      to: { path: '^electron/core/database/(sqlite|engines)/' },
    },
    {
      name: 'an-engine-knows-no-other',
      severity: 'error',
      from: { path: '^electron/core/database/sqlite/' },
      to: { path: '^electron/core/database/engines/' },
    },
    {
      name: 'core-folder-on-a-floor',
      comment:
        'Each folder of the core stands on a floor; only the composition of the system lies above them.',
      severity: 'error',
      from: { path: '^electron/core/[^/]+/', pathNot: `^electron/core/(${coreFloors.flat().join('|')})/` },
      to: {},
    },
    ...floorRules('electron/core', coreFloors),
    {
      name: 'cli-folder-on-a-floor',
      comment:
        'Each folder of the command lines stands on a floor; only what starts a program lies above them.',
      severity: 'error',
      from: { path: '^electron/cli/[^/]+/', pathNot: `^electron/cli/(${cliFloors.flat().join('|')})/` },
      to: {},
    },
    ...floorRules('electron/cli', cliFloors),
    {
      name: 'renderer-folder-on-a-floor',
      comment: 'Each folder of the renderer stands on a floor; only its entry lies above them.',
      severity: 'error',
      from: {
        path: '^renderer/',
        pathNot: ['^renderer/main\\.tsx$', `^renderer/(${rendererFloors.flat().join('|')})/`],
      },
      to: {},
    },
    ...floorRules('renderer', rendererFloors),
    {
      name: 'features-are-loaded-late',
      comment: 'The console opens without any feature, and no feature waits for another.',
      severity: 'error',
      from: { path: '^renderer/console/' },
      to: { path: `^renderer/(${rendererFeatures.join('|')})/`, dynamic: false },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
