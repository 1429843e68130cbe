import { resolve } from 'node:path'
import { COMPLETED } from '../ssoconfig/secret-steps.ts'
import { defineVerb, type Zod } from '../verb.ts'
import type { VerbContext } from '../verb-context.ts'
import { applicationArgument, exportFileArgument } from './arguments.ts'

/** One of the two is `null`. */
interface Exported {
  readonly file: string | null
  readonly xml: string | null
}

export const exportApplications = defineVerb({
  name: 'exportApps',
  summary: 'write affiliate applications as an XML file',
  description: [
    'Writes the affiliate applications that you may see, without mappings, as a file that -createApps makes them of again.',
  ],
  arguments: [exportFileArgument],
  options: [{ name: 'application', value: 'name', what: 'this application only' }],
  examples: ['-exportApps applications.xml', '-exportApps payroll.xml --application Payroll', '-exportApps'],
  force: 'replace the file if it exists',
  json: (zod) => exportedJson(zod),
  async run(context, { application, file }) {
    const { xml } = await context.system()
    return save(
      context,
      await xml.exportApplications(application === undefined ? undefined : [application]),
      file,
    )
  },
  print: (exported) => printExported(exported),
})

export const exportMappings = defineVerb({
  name: 'exportMappings',
  summary: 'write the mappings of an affiliate application as an XML file',
  description: [
    'Writes the mappings of an affiliate application that you may see, without credentials, as a file that -createMappings makes them of again.',
  ],
  arguments: [applicationArgument, exportFileArgument],
  examples: ['-exportMappings Payroll mappings.xml', '-exportMappings Payroll'],
  force: 'replace the file if it exists',
  json: (zod) => exportedJson(zod),
  async run(context, { application, file }) {
    const { xml } = await context.system()
    return save(context, await xml.exportMappings(application), file)
  },
  print: (exported) => printExported(exported),
})

async function save(context: VerbContext, xml: string, file: string | undefined): Promise<Exported> {
  if (file === undefined || file === '-') return { file: null, xml }
  const { writeXmlFile } = await context.core()
  const path = resolve(file)
  await writeXmlFile(path, xml, context.options.force ? 'replace' : 'refuse')
  return { file: path, xml: null }
}

function printExported({ file, xml }: Exported): readonly string[] {
  return xml === null ? [`Written to ${file}.`, COMPLETED] : xml.trimEnd().split('\n')
}

function exportedJson(zod: Zod) {
  return zod.strictObject({ file: zod.string().nullable(), xml: zod.string().nullable() })
}
