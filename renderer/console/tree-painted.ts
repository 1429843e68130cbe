let resolve: () => void = () => {}

/** Fulfilled once the first commit is on the screen: from then on, whatever takes time does not delay it. */
export const treePainted = new Promise<void>((fulfil) => {
  resolve = fulfil
})

/** Longer than any first frame; a window that is not shown draws none. */
const patience = 1000

/** To be called after the first commit. Marks the frame after the one that shows it, for the start-up benchmark. */
export function awaitTreePainted(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      performance.mark('tree-painted')
      resolve()
    }),
  )
  setTimeout(resolve, patience)
}
