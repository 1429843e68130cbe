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
      name: 'shared-imports-only-shared',
      comment: 'Both sides of the IPC boundary load it, so it may do no input or output.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: ['^shared/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'renderer-imports-no-electron',
      comment: 'All it has of the main process is window.sso; only the type of that may be named.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/', pathNot: '^electron/preload\\.ts$' },
    },
    {
      name: 'renderer-takes-only-the-type-of-preload',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/preload\\.ts$', dependencyTypesNot: ['type-only'] },
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
      comment: 'What differs between databases is visible in one place.',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/core/database/' },
      to: { path: '^electron/core/database/sqlite/' },
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
