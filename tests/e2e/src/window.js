// The driver: one real window on a newsroom, through tauri-driver and WebKitWebDriver. Keys are those of a keyboard,
// sent to the X server: they take the way through GTK, its input method and the web view that a person's keys take.
import { execFile, execFileSync, spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { remote } from 'webdriverio'
import { pause, until, within } from './patience.js'
import { program } from './place.js'
import { below, end, programOf } from './processes.js'

const run = promisify(execFile)

/** A port on loopback that is free. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** A key that nothing answers to: when the page has seen it, it has taken in everything before it. */
const MARKER = 'Pause'

function assertSame(found, expected) {
  if (found !== expected) throw new Error(`“${found}” is not “${expected}”`)
  return true
}

/** Where the page begins on the display: below the frame that the window manager draws. */
async function corner() {
  const { stdout: id } = await run('xdotool', ['getactivewindow'], { timeout: 5_000 })
  const { stdout } = await run('xwininfo', ['-id', id.trim()], { timeout: 5_000 })
  return ['X', 'Y'].map((axis) => Number(new RegExp(`Absolute upper-left ${axis}: +(-?\\d+)`).exec(stdout)[1]))
}

export class Window {
  /** Opens the window on a place's newsroom, or on none: then it shows the welcome view. */
  static async open(place, { newsroom = place.newsroom, width = 1280, height = 800 } = {}) {
    const window = new Window()
    const [port, native] = [await freePort(), await freePort()]
    window.port = port
    window.driver = spawn('tauri-driver', ['--port', String(port), '--native-port', String(native)], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...place.environment },
      // Without a newsroom above it, the program has to ask for one.
      cwd: place.folder,
    })
    try {
      await until('tauri-driver', async () => (await fetch(`http://127.0.0.1:${port}/status`)).ok)
      window.browser = await within(
        'a session',
        remote({
          hostname: '127.0.0.1',
          port,
          logLevel: 'error',
          connectionRetryCount: 0,
          connectionRetryTimeout: 20_000,
          capabilities: {
            // tauri-driver hands on what asks for BiDi, which WebKitWebDriver refuses.
            'wdio:enforceWebDriverClassic': true,
            'tauri:options': { application: program, args: newsroom ? ['-C', newsroom] : [] },
          },
        }),
        25_000,
      )
      await window.browser.setWindowRect(0, 0, width, height)
      await until('the first view', () => window.run(() => document.querySelector('[data-testid="story-list"], [data-testid="welcome"]')))
      await until('the focus', () => window.run(() => document.hasFocus()))
      window.corner = await corner()
      await window.run((marker) => {
        globalThis.markersSeen = 0
        addEventListener('keydown', ({ key }) => (globalThis.markersSeen += key === marker ? 1 : 0), { capture: true })
      }, MARKER)
    } catch (error) {
      await window.end()
      throw error
    }
    return window
  }

  /** Sends input to the display, and waits until the page has taken it in: an X server queues what a slow page leaves. */
  async input(...words) {
    const before = await this.run(() => globalThis.markersSeen)
    await run('xdotool', [...words], { timeout: 20_000 })
    // Sent again from time to time: what was typed may have moved the focus, and the first one gone astray meanwhile.
    await until('the page to take in what was typed', async () => {
      await run('xdotool', ['key', '--clearmodifiers', MARKER], { timeout: 20_000 })
      return until('the marker', () => this.run((before) => globalThis.markersSeen > before, before), 1_000)
    })
  }

  /** Runs a function in the page and gives its result. */
  run(script, ...values) {
    return within('a script in the page', this.browser.execute(script, ...values))
  }

  /** Whether an element with a test id is there. */
  has(id) {
    return this.run((id) => document.querySelector(`[data-testid="${id}"]`) !== null, id)
  }

  appears(id) {
    return until(`[data-testid=${id}]`, () => this.has(id))
  }

  goes(id) {
    return until(`the end of [data-testid=${id}]`, async () => !(await this.has(id)))
  }

  text(id) {
    return this.run((id) => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? '', id)
  }

  value(id) {
    return this.run((id) => document.querySelector(`[data-testid="${id}"]`)?.value ?? '', id)
  }

  /** Clicks with the pointer in the middle of what has a test id, or a selector of its own. */
  async click(id) {
    const selector = /^[a-z-]+$/.test(id) ? `[data-testid="${id}"]` : id
    const at = await until(selector, () =>
      this.run((selector) => {
        const element = document.querySelector(selector)
        element?.scrollIntoView({ block: 'nearest' })
        const box = element?.getBoundingClientRect()
        return box && box.width > 0 ? [box.x + box.width / 2, box.y + box.height / 2] : null
      }, selector),
    )
    await this.input('mousemove', ...this.place(at), 'click', '1')
  }

  /** A point of the page as xdotool wants it: on the display. */
  place(at) {
    return at.map((value, axis) => String(Math.round(value + this.corner[axis])))
  }

  /** Presses keys together, by their X names: `press('ctrl+shift+p')`. */
  async press(...chords) {
    await this.input('key', '--clearmodifiers', '--delay', '25', ...chords)
  }

  /** Types text into whatever has the focus. Letters that the display's keyboard lacks come from WebDriver's. */
  async type(text) {
    // xdotool would put them on a spare key one after the other, and GTK misses some of these changes.
    if (/[^ -~]/.test(text)) {
      // WebdriverIO's own `keys` holds all of them down together, and loses a letter that comes twice.
      const actions = [...text].flatMap((value) => ['keyDown', 'keyUp'].map((type) => ({ type, value })))
      await within('typing', this.browser.performActions([{ type: 'key', id: 'keyboard', actions }]), 30_000)
      return
    }
    await this.input('type', '--clearmodifiers', '--delay', '12', '--', text)
  }

  /** Puts the focus into a field or the body. */
  async focus(id) {
    await this.appears(id)
    await this.run((id) => {
      const host = document.querySelector(`[data-testid="${id}"]`)
      ;(host.matches('input, textarea, button, [tabindex]') ? host : host.querySelector('.cm-content, textarea, input')).focus()
    }, id)
  }

  /** Replaces what a field holds. */
  async fill(id, text) {
    await this.focus(id)
    await this.press('ctrl+a')
    await this.type(text)
    await until(`${id} to hold what was typed`, async () => assertSame(await this.value(id), text))
  }

  /** Opens the story whose headline holds some words, by keyboard. */
  async story(words) {
    await this.press('ctrl+shift+f')
    await this.fill('search', words)
    await until(`${words} as the first hit`, () =>
      this.run((words) => document.querySelector('[aria-posinset="1"] [data-testid="story-row"]')?.textContent.includes(words), words),
    )
    await this.press('Return')
    await until('its headline', async () => (await this.value('headline')).includes(words))
    await until('the text to have the focus', () => this.run(() => document.activeElement?.classList.contains('cm-content')))
  }

  /** How far the text has travelled: `journalled`, `saved` and so on. */
  phase() {
    return this.run(() => document.querySelector('[data-testid="save-status"]')?.dataset.phase)
  }

  /** Does something by its name in the command palette. */
  async palette(words) {
    await this.press('ctrl+shift+p')
    await this.appears('palette')
    await this.type(words)
    await until(`${words} in the palette`, () =>
      this.run((words) => document.querySelector('[data-testid="palette"] [data-focused] .menu-title')?.textContent.includes(words), words),
    )
    await this.press('Return')
    await this.goes('palette')
  }

  /** Selects words of the body by drawing the pointer over them. */
  async select(words) {
    const [from, to] = await until(`“${words}” on screen`, () =>
      this.run((words) => {
        for (const line of document.querySelectorAll('[data-testid="body"] .cm-line')) {
          const at = line.textContent.indexOf(words)
          if (at < 0) continue
          line.scrollIntoView({ block: 'center' })
          const place = (offset, edge) => {
            const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              if (offset < node.length) {
                const range = document.createRange()
                range.setStart(node, offset)
                range.setEnd(node, offset + 1)
                const box = range.getBoundingClientRect()
                return [edge === 'start' ? box.left + 1 : box.right - 1, box.top + box.height / 2]
              }
              offset -= node.length
            }
          }
          return [place(at, 'start'), place(at + words.length - 1, 'end')]
        }
      }, words),
    )
    const move = (at) => ['mousemove', ...this.place(at)]
    await this.input(...move(from), 'mousedown', '1', ...move([(from[0] + to[0]) / 2, to[1]]), 'sleep', '0.1', ...move(to), 'sleep', '0.1', 'mouseup', '1')
    await until(`“${words}” to be selected`, () => this.run((words) => getSelection().toString() === words, words))
  }

  /** Lines of the body as they are drawn: text and direction of each. */
  lines() {
    return this.run(() =>
      [...document.querySelectorAll('[data-testid="body"] .cm-line')].map((line) => ({
        text: line.textContent,
        dir: getComputedStyle(line).direction,
      })),
    )
  }

  /** Saves, and waits until nothing is left to save. */
  async save() {
    await this.press('ctrl+s')
    await until('the draft to be saved', async () => (await this.phase()) === 'saved')
  }

  /** The text of the page in the preview, read within its frame. */
  async preview() {
    const frame = await within('the frame', this.browser.findElement('css selector', '[data-testid="preview-frame"]'))
    await this.goTo(frame)
    try {
      return await this.run(() => document.body.innerText)
    } finally {
      await this.goTo(null)
      // WebDriver gives the keyboard to the frame that it looks into; a click beside it takes it back.
      await this.click('word-count')
    }
  }

  /** Leads WebDriver into a frame, or back to the window. WebdriverIO's own command for it does not come back. */
  async goTo(frame) {
    const answer = await within(
      'another frame',
      fetch(`http://127.0.0.1:${this.port}/session/${this.browser.sessionId}/frame`, { method: 'POST', body: JSON.stringify({ id: frame }) }),
    )
    if (!answer.ok) throw new Error(`no way into the frame: ${await answer.text()}`)
  }

  /** Takes a picture of the window from the display: WebDriver's own pictures have been seen to hang under Xvfb. */
  async shot(file) {
    const [width, height] = await this.run(() => [innerWidth, innerHeight])
    execFileSync('import', ['-window', 'root', '-crop', `${width}x${height}+${this.corner[0]}+${this.corner[1]}`, '+repage', file], { timeout: 20_000 })
  }

  /** Ends the program as a power cut would. */
  async kill() {
    const image = realpathSync(program)
    const ours = below(this.driver.pid).filter((id) => programOf(id) === image)
    if (ours.length !== 1) throw new Error(`one window was expected, not ${ours.length}`)
    end(ours[0])
    await until('its end', () => programOf(ours[0]) === '')
    await this.end()
  }

  /** Closes the window in good order. */
  async close() {
    await within('the end of the session', this.browser.deleteSession(), 8_000).catch(() => {})
    await this.end()
  }

  async end() {
    for (const id of [...below(this.driver.pid), this.driver.pid]) end(id)
    await pause(100)
  }
}
