import { MessageChannel } from 'node:worker_threads'

const nowhere = new MessageChannel().port1
nowhere.close()

/**
 * Gives an array's memory back at once. Left to the garbage collector, which sees few objects and little reason to
 * run, a re-encryption's pages pile up to tens of megabytes. (`ArrayBuffer.prototype.transfer` does the same in
 * runtimes that have it.)
 */
export function giveBack({ buffer }: Uint8Array<ArrayBuffer>): void {
  // Sent to a port that nobody listens at, it goes nowhere.
  nowhere.postMessage(null, [buffer])
}
