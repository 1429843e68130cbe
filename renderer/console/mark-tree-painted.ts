/** Marks, for the start-up benchmark, the frame after the one in which the first commit was painted. */
export function markTreePainted(): void {
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('tree-painted')))
}
