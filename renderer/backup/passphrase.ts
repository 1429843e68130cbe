/** Fills an array with random bits, as `crypto.getRandomValues` does. */
export type RandomSource = (target: Uint32Array<ArrayBuffer>) => void

const words = 6
const separator = '-'

/** Words drawn from a list, each with the same chance: `words` × log2(list length) bits. */
export function makePassphrase(list: readonly string[], random: RandomSource): string {
  return Array.from({ length: words }, () => list[drawIndex(list.length, random)]).join(separator)
}

/** A number below `size`, each with the same chance. */
export function drawIndex(size: number, random: RandomSource): number {
  // The remainder of a division favours low numbers unless what lies above the last whole multiple is drawn again.
  const usable = 2 ** 32 - (2 ** 32 % size)
  const draw = new Uint32Array(1)
  let drawn: number
  do {
    random(draw)
    drawn = draw[0] ?? usable
  } while (drawn >= usable)
  draw.fill(0)
  return drawn % size
}

/** The EFF's large word list (7776 words); loaded on first use. */
export async function loadPassphraseWords(): Promise<readonly string[]> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return dictionary['diceware-common']
}
