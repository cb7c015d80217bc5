// Arabic: in the text and in the interface.
import assert from 'node:assert/strict'
import { until } from './patience.js'
import { inWindow } from './with_window.js'

const FILE = 'ar/2026/المكتبة-التي-لا-تنام.md'
const TYPED = 'أُضيف هذا السطر يوم 12 من الشهر في مقهى Blue Door قرب الميناء.'

inWindow('Arabic is typed from right to left and stored as it was typed', async ({ window, place }) => {
  await window.story('المكتبة التي لا تنام')
  await window.press('ctrl+Home')
  await window.type(TYPED)
  await window.press('Return')
  await window.save()
  const [first] = await window.lines()
  assert.deepEqual(first, { text: TYPED, dir: 'rtl' })
  assert.ok(place.read(FILE).includes(`---\n\n${TYPED}\n\nفي الثالثة والربع`))
  const seen = await until('the words in the preview', async () => {
    const text = await window.preview()
    return text.includes('Blue Door') && text
  })
  assert.ok(seen.includes('أُضيف هذا السطر يوم'))
})

inWindow('the interface in Arabic is mirrored', async ({ window, reopen }) => {
  await window.story('Harbour wall')
  const boxes = () =>
    window.run(() => {
      const left = (pane) => document.querySelector(`[data-pane="${pane}"]`).getBoundingClientRect().left
      return { list: left('list'), editor: left('editor'), preview: left('preview') }
    })
  const before = await boxes()
  assert.ok(before.list < before.editor && before.editor < before.preview)

  await window.palette('الواجهة بالعربية')
  await until('the mirrored interface', () => window.run(() => document.documentElement.dir === 'rtl' && document.documentElement.lang === 'ar'))
  const after = await boxes()
  assert.ok(after.list > after.editor && after.editor > after.preview)
  assert.equal(await window.run(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing sticks out')
  // The English text stays English: from left to right.
  assert.equal((await window.lines())[0].dir, 'ltr')

  await window.close()
  const next = await reopen()
  assert.equal(await next.run(() => document.documentElement.dir), 'rtl', 'the choice is kept')
  await next.palette('Interface in English')
  await until('the English interface', () => next.run(() => document.documentElement.dir === 'ltr'))
})
