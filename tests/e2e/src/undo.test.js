// Undo is the story's, not the window's.
import assert from 'node:assert/strict'
import { until } from './patience.js'
import { inWindow } from './with_window.js'

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
