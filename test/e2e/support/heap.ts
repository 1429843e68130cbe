import type { Page } from 'playwright-core'

/** Every string in the page's JavaScript heap after a garbage collection. */
export async function heapStrings(window: Page): Promise<Buffer> {
  const session = await window.context().newCDPSession(window)
  const chunks: Buffer[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(Buffer.from(chunk)))
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  // The snapshot itself writes characters beyond ASCII in escapes.
  const { strings }: { readonly strings: readonly string[] } = JSON.parse(Buffer.concat(chunks).toString())
  return Buffer.from(strings.join('\n'))
}
