/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/**
 * @param {readonly number[]} values
 * @param {readonly number[]} others Taken in the same rounds.
 * @returns {number[]} One ratio a round: the machine's speed drifts, and less within a round than between rounds.
 */
export function ratiosByRound(values, others) {
  return values.map((value, round) => value / (others[round] ?? Number.NaN))
}

/**
 * @param {readonly number[]} values
 * @param {number} [digits]
 * @returns {string} `median [min–max]`
 */
export function summary(values, digits = 0) {
  const [low, middle, high] = [Math.min(...values), median(values), Math.max(...values)]
  return `${middle.toFixed(digits)} [${low.toFixed(digits)}–${high.toFixed(digits)}]`
}

/**
 * @param {readonly number[]} values
 * @param {number} share From 0 to 1.
 */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
