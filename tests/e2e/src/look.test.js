// Light and dark, and what axe finds: nothing.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pause, until } from './patience.js'
import { inWindow } from './with_window.js'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Everything that axe objects to: rule, and where. */
async function violations(window) {
  // Colours in the middle of a transition are nobody's colours.
  await pause(400)
  const run = `${AXE}; return axe.run(document, { iframes: false, resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, any }) => html.slice(0, 120) + ' ' + (any[0]?.message ?? '')).join(' | ')))`
  return window.run(run)
}

/** How light the window is: 0 black, 255 white. */
function light(window) {
  return window.run(() => {
    const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number)
    return (red + green + blue) / 3
  })
}

for (const language of ['en', 'ar']) {
  inWindow(`light and dark, and nothing for axe to object to, in ${language}`, async ({ window }) => {
    await window.story(language === 'ar' ? 'جدار الميناء' : 'Harbour wall')
    if (language === 'ar') {
      await window.palette('الواجهة بالعربية')
      await until('the interface in Arabic', () => window.run(() => document.documentElement.lang === 'ar'))
    }
    for (const theme of ['light', 'dark']) {
      await window.press('ctrl+shift+p')
      await window.appears('palette')
      // English names are found in every language.
      await window.type(`${theme} theme`)
      await pause(200)
      await window.press('Return')
      await until(`the ${theme} theme`, () => window.run((theme) => document.documentElement.dataset.theme === theme, theme))
      await pause(300)
      assert.ok(theme === 'light' ? (await light(window)) > 200 : (await light(window)) < 60, theme)
      assert.deepEqual(await violations(window), [], `${theme} ${language}`)
    }
  })
}
