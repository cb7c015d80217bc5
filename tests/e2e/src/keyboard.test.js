// What is done from the keyboard: palette, problems, a new story.
import assert from 'node:assert/strict'
import { until } from './patience.js'
import { inWindow } from './with_window.js'

inWindow('the palette finds, moves, runs and goes away', async ({ window }) => {
  await window.story('Harbour wall')
  await window.press('ctrl+shift+p')
  await window.appears('palette')
  const chosen = () => window.run(() => document.querySelector('[data-testid="palette"] [data-focused]')?.textContent)
  const first = await chosen()
  await window.press('Down')
  await until('the next line', async () => (await chosen()) !== first)
  await window.press('Up')
  await until('the first line again', async () => (await chosen()) === first)
  await window.press('Escape')
  await window.goes('palette')
  await until('the text to have the focus again', () => window.run(() => document.activeElement?.classList.contains('cm-content')))

  await window.palette('Preview')
  await window.goes('preview-frame')
  await window.palette('Preview')
  await window.appears('preview-frame')
})

inWindow('one goes from story to story and writes on at once', async ({ window }) => {
  // `story` waits for the text to have the focus, from nowhere and from another story.
  for (const words of ['Harbour wall', 'Old hill path', 'Harbour cranes']) await window.story(words)
  await window.press('ctrl+bracketleft')
  await until('the story before', async () => (await window.value('headline')).startsWith('Old hill path'))
})

inWindow('a click into the preview leaves the keyboard where it was', async ({ window }) => {
  await window.story('Harbour wall')
  await window.appears('preview-frame')
  await window.click('preview-frame')
  assert.equal(await window.run(() => document.activeElement.classList.contains('cm-content')), true)
  await window.press('ctrl+shift+p')
  await window.appears('palette')
})

inWindow('a problem is shown and leads to its place', async ({ window }) => {
  await window.story('Harbour wall')
  await window.press('ctrl+shift+m')
  await window.appears('problems')
  await until('a story without problems', async () => (await window.text('problem-count')) === 'No problems')

  await window.focus('headline')
  await window.press('ctrl+a', 'BackSpace')
  await until('the problem', () => window.run(() => document.querySelector('[data-testid="problems"] .is-block') !== null))
  await window.focus('body')
  await window.click('[data-testid="problems"] .problem')
  await until('the headline to have the focus', () => window.run(() => document.activeElement?.dataset.testid === 'headline'))
  await window.type('A wall for the grandchildren')
  await until('no problem any more', async () => (await window.text('problem-count')) === 'No problems')
})

inWindow('a new story gets a file', async ({ window, place }) => {
  const before = new Set(place.files())
  await window.press('ctrl+n')
  await until('the headline to have the focus', () => window.run(() => document.activeElement?.dataset.testid === 'headline'))
  await window.type('Kite day moves to the beach')
  await window.press('Return')
  await window.type('The wind decided.')
  await window.press('Return')
  await window.type('Forty kites went up at noon.')
  await window.save()
  const made = await until('the file', () => {
    const found = place.files().filter((name) => !before.has(name))
    return found.length > 0 && found
  })
  assert.equal(made.length, 1)
  assert.match(made[0], /^en\/\d{4}\/kite-day-moves-to-the-beach\.md$/)
  const file = place.read(made[0])
  assert.match(file, /^title: Kite day moves to the beach$/m)
  assert.match(file, /^standfirst: The wind decided\.$/m)
  assert.match(file, /---\n\nForty kites went up at noon\.\n?$/)
  assert.match(place.stet('list'), /Kite day moves to the beach/)
})
