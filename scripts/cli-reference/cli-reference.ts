import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { version } from '../../package.json'
import { manPage } from './man-page.ts'
import { commandLineReference } from './markdown.ts'
import { programs } from './programs.ts'

/** Writes docs/cli.md. */
export async function writeReference(root: string): Promise<void> {
  await writeFile(join(root, 'docs/cli.md'), commandLineReference(programs))
}

/** Writes the manual pages into dist/man. */
export async function writeManPages(root: string): Promise<void> {
  const folder = join(root, 'dist/man')
  await mkdir(folder, { recursive: true })
  for (const program of programs)
    await writeFile(join(folder, `${program.name}.1`), manPage(program, version))
}
