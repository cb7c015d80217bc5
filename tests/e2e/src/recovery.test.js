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
