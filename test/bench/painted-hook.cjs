/**
 * Loaded into the main process of either app with `-r`: tells on standard output when the page has painted, and
 * when it shows what it was started for. It listens only, and does so from when the page's scripts have run, so
 * that it costs both apps the same and neither anything before its first paint.
 */
const { app } = require('electron')

/** JavaScript that is true of the page once it has nothing left to load. */
const settled = process.env.BENCH_SETTLED ?? 'true'

const observe = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [mark] = list.getEntriesByName('tree-painted')
    if (mark) resolve(performance.timeOrigin + mark.startTime)
  }).observe({ type: 'mark', buffered: true })
})`

const settle = `new Promise((resolve) => {
  const look = () => (${settled} ? resolve(performance.timeOrigin + performance.now()) : setTimeout(look, 20))
  look()
})`

app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', async () => {
    process.stdout.write(`bench:painted ${await contents.executeJavaScript(observe)}\n`)
    process.stdout.write(`bench:settled ${await contents.executeJavaScript(settle)}\n`)
  })
})
