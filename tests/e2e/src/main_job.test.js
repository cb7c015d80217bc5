// The main job: a story is opened, edited, given a pull quote, seen, sealed and checked by others.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { until } from './patience.js'
import { inWindow } from './with_window.js'

const FILE = 'en/2026/harbour-wall-to-rise-by-two-metres.md'
const SENTENCE = 'It followed a debate that lasted until shortly before midnight and filled the public benches, the stairs and, by the end, the pavement outside.'
const PULL_QUOTE = `> [!pullquote] Basil al-Hibr, who was there\n> ${SENTENCE}\n`

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex')

inWindow('a story is edited, quoted, seen, exported and verified', async ({ window, place }) => {
  await window.story('Harbour wall')
  await window.fill('headline', 'Harbour wall to rise by three metres')
  await window.focus('body')
  await window.press('ctrl+Home')
  await window.type('The vote came late. ')

  await window.select(SENTENCE)
  await window.press('ctrl+alt+q')
  await window.appears('pull-quote-dialog')
  assert.equal(await window.value('pull-quote-words'), SENTENCE)
  await window.type('Basil al-Hibr')
  await window.press('Tab')
  await window.type('who was there')
  await window.press('Return')
  await window.goes('pull-quote-dialog')
  await window.save()

  const file = place.read(FILE)
  assert.match(file, /^title: Harbour wall to rise by three metres$/m)
  assert.match(file, /^The vote came late\. The harbour wall of Marsa Nawar/m)
  assert.ok(file.includes(`${SENTENCE}\n\n${PULL_QUOTE}\n`), 'the quotation stands behind its paragraph')

  // The page in the frame is the one that the command line renders, to the byte.
  const page = place.stet('render', 'en/harbour-wall-to-rise-by-two-metres')
  await until('the page with the last change', () =>
    window.run((hash) => document.querySelector('[data-testid="page-hash"]')?.dataset.hash === hash, hash(page)),
  )
  const seen = await until('the quotation in the preview', async () => {
    const text = await window.preview()
    return text.includes('who was there') && text
  })
  for (const words of ['Harbour wall to rise by three metres', 'The vote came late.', 'Basil al-Hibr']) assert.ok(seen.includes(words), words)

  for (const name of ['tonight', 'tonight.zip']) {
    await window.press('ctrl+shift+Return')
    await window.fill('export-path', place.beside(name))
    await window.press('Return')
    await window.appears('export-done')
    await window.press('Escape')
    await window.goes('export-dialog')
    const { code, said } = place.verify(place.beside(name))
    assert.equal(code, 0, said)
  }
  const judged = place.bagit(place.beside('tonight'))
  assert.equal(judged.code, 0, judged.said)
  const bundle = place.beside('tonight')
  const pages = readdirSync(bundle, { recursive: true }).filter((name) => name.endsWith('.html'))
  assert.ok(pages.some((name) => hash(readFileSync(path.join(bundle, name))) === hash(page)), 'the bundle holds the page that was seen')
})
