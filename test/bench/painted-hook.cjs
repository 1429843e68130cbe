/**
 * Loaded into the main process of either app with `-r`: tells on standard output when the window shows a painted
 * page, and when that page shows what it was started for. It listens only, and to the page only from when its
 * scripts have run, so that it costs both apps the same and neither anything before its first paint.
 */
const { app } = require('electron')

/** JavaScript that is true of the page once it has nothing left to load. */
const settled = process.env.BENCH_SETTLED ?? 'true'

/** When the page was marked as painted and its first content had been presented, whichever came later. */
const painted = `Promise.all([['mark', 'tree-painted'], ['paint', 'first-contentful-paint']].map(
  ([type, name]) => new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const [entry] = list.getEntriesByName(name)
      if (entry) resolve(performance.timeOrigin + entry.startTime)
    }).observe({ type, buffered: true })
  }),
)).then((times) => Math.max(...times))`

const shown = new Promise((resolve) => {
  app.on('browser-window-created', (_event, window) => window.once('show', () => resolve(Date.now())))
})

const settle = `new Promise((resolve) => {
  const look = () => (${settled} ? resolve(performance.timeOrigin + performance.now()) : setTimeout(look, 20))
  look()
})`

app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', async () => {
    const times = await Promise.all([shown, contents.executeJavaScript(painted)])
    process.stdout.write(`bench:painted ${Math.max(...times)}\n`)
    process.stdout.write(`bench:settled ${await contents.executeJavaScript(settle)}\n`)
  })
})
