import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { runProgram } from './run-program.mjs'

const APPLICATION = 'SAP'

const application = `<sso><application name="${APPLICATION}"><description>SAP</description>
<contact>sap@corp.example</contact><appUserAccount>CORP\\SAP Users</appUserAccount>
<appAdminAccount>CORP\\SAP Admins</appAdminAccount><field ordinal="0" label="User ID" masked="no"/>
<field ordinal="1" label="Password" masked="yes"/></application></sso>`

/** @param {number} count */
function mappings(count) {
  const rows = Array.from(
    { length: count },
    (_, at) => `<mapping><windowsDomain>CORP</windowsDomain><windowsUserId>user${at}</windowsUserId>
<externalApplication>${APPLICATION}</externalApplication><externalUserId>ext${at}</externalUserId></mapping>`,
  )
  return `<sso>${rows.join('\n')}</sso>`
}

/**
 * Makes a system with an application and mappings in it.
 *
 * @param {string} folder
 * @param {number} count
 * @returns {Promise<{ dataDirectory: string, count: number }>}
 */
export async function prepareMappings(folder, count) {
  const dataDirectory = path.join(folder, `mappings-${count}`)
  const file = path.join(folder, `mappings-${count}.xml`)
  await runProgram('ssoconfig', ['-createDatabase'], { dataDirectory })
  await writeFile(file, application)
  await runProgram('ssomanage', ['-createApps', file, '--yes'], { dataDirectory })
  await writeFile(file, mappings(count))
  await runProgram('ssomanage', ['-createMappings', file, '--yes'], { dataDirectory })
  await rm(file)
  return { dataDirectory, count }
}

/**
 * Lists all of them.
 *
 * @param {{ dataDirectory: string, count: number }} place
 */
export async function measureListMappings({ count, dataDirectory }) {
  const measured = await runProgram('ssomanage', ['-listMappings', APPLICATION], {
    dataDirectory,
    weigh: true,
  })
  if (measured.lines !== count) throw new Error(`${measured.lines} of ${count} mappings were listed`)
  return measured
}
