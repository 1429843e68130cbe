import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './support/temporary-folder.ts'

/** One forbidden import for each rule of the layers linter. */
const violations: [rule: string, file: string, text: string][] = [
  ['shared-imports-only-shared', 'shared/bad.ts', "import '../electron/core/errors/sso-error.ts'"],
  ['shared-imports-only-shared', 'shared/bad.ts', "import 'node:fs'"],
  ['renderer-imports-no-electron', 'renderer/bad.tsx', "import '../electron/core/errors/sso-error.ts'"],
  ['renderer-imports-no-electron', 'renderer/bad.ts', "import type {} from '../electron/preload.ts'"],
  ['renderer-has-no-node', 'renderer/bad.ts', "import 'node:fs'"],
  ['electron-imports-no-renderer', 'electron/main/bad.ts', "import '../../renderer/main.tsx'"],
  ['core-knows-only-itself-and-shared', 'electron/core/bad.ts', "import '../ipc/registrar.ts'"],
  ['cli-knows-only-core-and-shared', 'electron/cli/bad.ts', "import '../ipc/registrar.ts'"],
  ['ipc-knows-only-core-and-shared', 'electron/ipc/bad.ts', "import '../main/menu.ts'"],
  [
    'only-main-and-preload-import-electron',
    'electron/core/bad.ts',
    "import { app } from 'electron'\nvoid app",
  ],
  [
    'only-main-and-preload-import-electron',
    'renderer/bad.ts',
    "import { ipcRenderer } from 'electron'\nvoid ipcRenderer",
  ],
  ['core-and-cli-know-no-react', 'electron/core/bad.ts', "import 'react'"],
  ['dialects-stay-in-their-folder', 'electron/core/bad.ts', "import './database/sqlite/sqlite-engine.ts'"],
  ['the-database-knows-no-engine', 'electron/core/database/bad.ts', "import './engines/open-database.ts'"],
  ['an-engine-knows-no-other', 'electron/core/database/sqlite/bad.ts', "import '../engines/maintenance.ts'"],
  ['only-the-session-registers-handlers', 'electron/main/bad.ts', "import '../ipc/registrar.ts'"],
  ['no-circular', 'electron/core/bad.ts', "import './worse.ts'"],
  ['no-circle-of-types', 'electron/core/events/bad.ts', "import type { Worse } from './worse.ts'"],
  [
    'floor-of-electron/core/events',
    'electron/core/events/bad.ts',
    "import type {} from '../system/own-store.ts'",
  ],
  ['floor-of-electron/core/access', 'electron/core/access/bad.ts', "import '../events/event.ts'"],
  ['floor-of-electron/core/mappings', 'electron/core/mappings/bad.ts', "import '../servers/server-name.ts'"],
  ['floor-of-electron/core/files', 'electron/core/files/bad.ts', "import '../sso-system.ts'"],
  ['no-circle-of-types', 'electron/cli/verb/bad.ts', "import type { Worse } from './worse.ts'"],
  [
    'floor-of-electron/cli/ssoclient',
    'electron/cli/ssoclient/bad.ts',
    "import type {} from '../ssomanage/program.ts'",
  ],
  [
    'floor-of-electron/cli/passwords',
    'electron/cli/passwords/bad.ts',
    "import type { Verb } from '../verb/verb.ts'",
  ],
  ['floor-of-electron/cli/run', 'electron/cli/run/bad.ts', "import '../ssoconfig.ts'"],
  ['cli-folder-on-a-floor', 'electron/cli/cellar/bad.ts', "import '../terminal/io.ts'"],
  ['no-circle-of-types', 'renderer/words/bad.ts', "import type { Worse } from './worse.ts'"],
  ['floor-of-renderer/servers', 'renderer/servers/bad.ts', "import type {} from '../console/nodes.tsx'"],
  ['floor-of-renderer/health', 'renderer/health/bad.ts', "import '../servers/servers-in-words.ts'"],
  ['floor-of-renderer/dialog', 'renderer/dialog/bad.ts', "import type {} from '../backup/refusal.ts'"],
  ['floor-of-renderer/host', 'renderer/host/bad.ts', "import '../main.tsx'"],
  ['features-are-loaded-late', 'renderer/console/bad.ts', "import '../servers/servers-view.tsx'"],
  ['features-are-loaded-late', 'renderer/console/bad.ts', "import type {} from '../system/system-view.tsx'"],
  ['renderer-folder-on-a-floor', 'renderer/cellar/bad.ts', "import '../words/time-in-words.ts'"],
  ['core-folder-on-a-floor', 'electron/core/cellar/bad.ts', "import '../errors/sso-error.ts'"],
]

async function lintWith(files: Readonly<Record<string, string>>): Promise<string> {
  const copy = await temporaryFolder()
  for (const folder of ['electron', 'renderer', 'shared'])
    cpSync(resolve(folder), join(copy, folder), { recursive: true })
  for (const file of ['package.json', '.dependency-cruiser.mjs']) cpSync(resolve(file), join(copy, file))
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'), 'junction')
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    writeFileSync(join(copy, file), `${text}\n`)
  }
  const linter = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [linter, '--config', '.dependency-cruiser.mjs', 'electron', 'renderer', 'shared']
  return spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' }).stdout
}

// Each reads all of the sources.
describe('layers linter', { timeout: 120_000 }, () => {
  it('bites at each rule when an import breaks it', async () => {
    const files: Record<string, string> = {
      'renderer/words/worse.ts': "import type {} from './bad.ts'\nexport interface Worse {}",
      'electron/core/worse.ts': "import './bad.ts'",
      'electron/cli/verb/worse.ts': "import type {} from './bad.ts'\nexport interface Worse {}",
      'electron/core/events/worse.ts': "import type {} from './bad.ts'\nexport interface Worse {}",
    }
    for (const [, file, text] of violations) files[file] = `${files[file] ?? ''}\n${text}`
    const report = await lintWith(files)
    const missing = violations.filter(([rule, file]) => !report.includes(`${rule}: ${file}`))
    expect(missing).toEqual([])
  })

  it('is content when no import breaks a rule', async () => {
    expect(await lintWith({})).toContain('no dependency violations found')
  })
})
