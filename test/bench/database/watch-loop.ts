/** Watches this thread's event loop; what it returns stops that, and tells the longest gap, in milliseconds. */
export function watchLoop(): () => number {
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }, 5)
  return () => {
    clearInterval(timer)
    return longest
  }
}
