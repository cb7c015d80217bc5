// Nothing that was typed is lost, and nobody is asked about it.
import assert from 'node:assert/strict'
import { until } from './patience.js'
import { inWindow } from './with_window.js'

const FILE = 'en/2026/hill-path-reopens.md'

inWindow('text typed before the program was killed is there again', async ({ window, place, reopen }) => {
  await window.story('Old hill path')
  await window.press('ctrl+Home')
  await window.type('Bring boots and a flask of tea. ')
  await until('the journal to hold it', async () => (await window.phase()) !== 'journalling')
  await window.kill()

  const next = await reopen()
  await until('the text', async () => (await next.lines())[0]?.text.startsWith('Bring boots and a flask of tea. The old path'))
  assert.equal(await next.run(() => document.querySelectorAll('[role="dialog"], [role="alertdialog"]').length), 0, 'no question was asked')
  await next.save()
  assert.ok(place.read(FILE).includes('\n\nBring boots and a flask of tea. The old path'))
})

inWindow('a story changed by another program is taken in while it is open', async ({ window, place }) => {
  await window.story('Old hill path')
  place.write(FILE, place.read(FILE).replace('title: Old hill path', 'title: Ancient hill path').replace('Everybody stops', 'Nobody ever stops'))
  await until('the other text', async () => (await window.lines()).some(({ text }) => text.includes('Nobody ever stops at the springs.')))
  await until('the other headline', async () => (await window.value('headline')).startsWith('Ancient hill path'))
  // One goes on writing in what came.
  await window.press('ctrl+End')
  await window.type('Take the first bus.')
  await window.save()
  const file = place.read(FILE)
  for (const words of ['title: Ancient hill path', 'Nobody ever stops', 'Take the first bus.']) assert.ok(file.includes(words), words)
})

inWindow('Undo goes on after the program was killed', async ({ window, reopen }) => {
  await window.story('Old hill path')
  await window.press('ctrl+Home')
  await window.type('Bring boots. ')
  await window.save()
  await window.type('And a flask. ')
  await until('the journal to hold it', async () => (await window.phase()) !== 'journalling')
  await window.kill()

  const next = await reopen()
  const first = async () => (await next.lines())[0]?.text ?? ''
  await until('the text', async () => (await first()).startsWith('Bring boots. And a flask. The old path'))
  await next.focus('body')
  const seen = new Set()
  for (let step = 0; step < 8 && !(await first()).startsWith('The old path'); step += 1) {
    await next.press('ctrl+z')
    seen.add(await first())
  }
  assert.ok((await first()).startsWith('The old path'), 'what was typed before and after the version is taken back')
  assert.ok([...seen].some((line) => line.startsWith('Bring boots. The old path')), 'step by step')
})

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
