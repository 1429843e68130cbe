let resolve: () => void = () => {}

/** Fulfilled once the first commit is on the screen: from then on, whatever takes time does not delay it. */
export const treePainted = new Promise<void>((fulfil) => {
  resolve = fulfil
})

/** Longer than any first frame; a window that is not shown draws none. */
const patience = 1000

/** To be called after the first commit. Marks the frame after the one that shows it, for the start-up benchmark. */
export function awaitTreePainted(): void {
  void Promise.all([nextFrameDone(), firstPaintPresented()]).then(resolve)
  setTimeout(resolve, patience)
}

function nextFrameDone(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        performance.mark('tree-painted')
        done()
      }),
    )
  })
}

/** A frame that was drawn has yet to pass the main process, which must not be busy with our requests then. */
function firstPaintPresented(): Promise<void> {
  return new Promise((done) => {
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length === 0) return
      observer.disconnect()
      done()
    })
    observer.observe({ type: 'paint', buffered: true })
  })
}
