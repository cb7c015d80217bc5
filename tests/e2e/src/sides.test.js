// Two sides change one place of a story.
import assert from 'node:assert/strict'
import { until } from './patience.js'
import { inWindow } from './with_window.js'

const FILE = 'en/2026/hill-path-reopens.md'

inWindow('two sides that changed one paragraph stand side by side until somebody decides', async ({ window, place, reopen }) => {
  let now = window
  for (let round = 1; ; round += 1) {
    await now.story('Old hill path')
    await now.press('ctrl+Home')
    await now.type(`Mine ${round}. `)
    await until('the journal to hold it', async () => (await now.phase()) !== 'journalling')
    await now.kill()
    // A version may have been made in time; then there is nothing to decide, and one types again.
    if (!place.read(FILE).includes(`Mine ${round}.`)) break
    assert.ok(round < 4, 'every version was made before the window was killed')
    now = await reopen()
  }
  const theirs = place.read(FILE).replace('The old path', 'Their old path')
  place.write(FILE, theirs)

  const next = await reopen()
  await until('the text', async () => (await next.lines())[0]?.text.includes('Mine'))
  await next.appears('conflict-banner')
  assert.equal(place.read(FILE), theirs, 'the file is left alone')
  await next.press('ctrl+alt+c')
  await next.appears('conflict')
  assert.match(await next.text('conflict'), /Mine[\s\S]*Their old path/)
  // Typing is not held up meanwhile.
  await next.focus('body')
  await next.press('ctrl+End')
  await next.type('Take the first bus.')
  await next.run(() => document.querySelector('[data-testid="conflict"]').focus())
  await next.press('3')
  await until('the file to hold both', async () => /Mine \d\. [\s\S]*\n\nTheir old path/.test(place.read(FILE)))
  await next.save()
  assert.ok(place.read(FILE).includes('Take the first bus.'))
})
