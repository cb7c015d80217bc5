// Takes the pictures of README and guide afresh, from the real window on the sample newsroom: tests/e2e/run screenshots
import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { pause, until } from './patience.js'
import { Place, repository } from './place.js'
import { Window } from './window.js'

const images = path.join(repository, 'docs/images')
const LARGEST = 250_000

mkdirSync(images, { recursive: true })
const place = new Place()
let window

/** Takes a picture once the window has come to rest; one that would be too large, in few colours. */
async function picture(name) {
  // The pointer rests where nothing answers to it.
  await window.input('mousemove', ...window.place([640, 796]))
  await pause(700)
  const file = path.join(images, `${name}.png`)
  await window.shot(file)
  execFileSync('convert', [file, '-strip', '-define', 'png:compression-level=9', file])
  if (statSync(file).size > LARGEST) execFileSync('convert', [file, '-dither', 'None', '-colors', '256', `PNG8:${file}`])
  const { size } = statSync(file)
  if (size > LARGEST) throw new Error(`${name}.png has ${size} bytes, more than ${LARGEST}`)
  console.log(`${name}.png  ${Math.round(size / 1000)} kB`)
}

/** Opens a story with the whole list beside it, and the cursor in its second paragraph. */
async function atWork(words) {
  await window.story(words)
  await window.press('ctrl+shift+f', 'ctrl+a', 'BackSpace')
  await until('the whole list', () => window.run(() => document.querySelectorAll('[data-testid="story-row"]').length > 8))
  await window.focus('body')
  await window.press('ctrl+Home', 'End')
  await window.appears('preview-frame')
}

try {
  window = await Window.open(place, { newsroom: '' })
  await picture('welcome')
  await window.close()

  window = await Window.open(place)
  await atWork('Harbour wall')
  await window.palette('Light theme')
  await picture('desk-light')
  await window.press('ctrl+shift+p')
  await window.appears('palette')
  await window.type('pre')
  await picture('palette')
  await window.press('Escape')
  await window.goes('palette')
  await window.press('ctrl+shift+Return')
  await window.fill('export-path', '/home/rima/tonight.zip')
  await picture('export')
  await window.press('Escape')
  await window.goes('export-dialog')
  await window.palette('Dark theme')
  await picture('desk-dark')
  await window.palette('Light theme')
  await window.palette('الواجهة بالعربية')
  await atWork('المكتبة التي لا تنام')
  await picture('desk-arabic')
} finally {
  await window?.close()
  place.remove()
}
