// The driver: one real window on a copy of the sample newsroom, through tauri-driver and WebKitWebDriver.
import { spawn, execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createServer } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { remote } from 'webdriverio'

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')
const program = process.env.STET_PROGRAM ?? path.join(repository, 'target/debug/stet')

/** A free port on loopback. */
async function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

async function until(what, check, patience = 20_000) {
  const end = Date.now() + patience
  let last
  for (;;) {
    try {
      const value = await check()
      if (value) return value
      last = undefined
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw new Error(`waited in vain for ${what}${last ? `: ${last.message}` : ''}`)
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
}

/** A temporary folder with a copy of the sample newsroom in it. */
export class Place {
  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'stet-e2e-'))
    this.newsroom = path.join(this.folder, 'newsroom')
    cpSync(path.join(repository, 'drafts'), this.newsroom, { recursive: true, filter: (name) => !name.includes('.stet') })
  }

  read(name) {
    return readFileSync(path.join(this.newsroom, name), 'utf8')
  }

  beside(name) {
    return path.join(this.folder, name)
  }

  /** Runs the command line on the newsroom; throws where it fails. */
  stet(...words) {
    return execFileSync(program, ['-C', this.newsroom, ...words], { encoding: 'utf8' })
  }

  /** Every Markdown file with its text. */
  files() {
    const out = {}
    const walk = (folder) => {
      for (const entry of readdirSync(path.join(this.newsroom, folder), { withFileTypes: true })) {
        const name = path.join(folder, entry.name)
        if (entry.name.startsWith('.')) continue
        if (entry.isDirectory()) walk(name)
        else if (name.endsWith('.md')) out[name] = this.read(name)
      }
    }
    walk('')
    return out
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** The real window on a newsroom. */
export class Window {
  /** Opens it; `newsroom` may be left out to see the welcome view. */
  static async open(newsroom, { width = 1280, height = 800 } = {}) {
    const window = new Window()
    const [port, native] = [await freePort(), await freePort()]
    window.driver = spawn('tauri-driver', ['--port', String(port), '--native-port', String(native)], { stdio: ['ignore', 'ignore', 'inherit'] })
    await until('tauri-driver', async () => (await fetch(`http://127.0.0.1:${port}/status`)).ok)
    window.browser = await remote({
      hostname: '127.0.0.1',
      port,
      logLevel: 'error',
      connectionRetryCount: 0,
      capabilities: {
        'wdio:enforceWebDriverClassic': true,
        'tauri:options': { application: program, args: newsroom ? ['-C', newsroom] : ['-C', '/'] },
      },
    })
    await window.browser.setWindowSize(width, height)
    await until('the first view', async () => window.run(() => document.querySelector('[data-testid="story-list"], [data-testid="welcome"]') !== null))
    return window
  }

  /** Runs a function in the page and gives its result. */
  run(script, ...values) {
    return this.browser.execute(script, ...values)
  }

  /** The element of a test id, once it is there. */
  async find(id) {
    return until(`[data-testid=${id}]`, async () => {
      const element = await this.browser.$(`[data-testid="${id}"]`)
      return (await element.isExisting()) && element
    })
  }

  /** Whether an element of a test id is there now. */
  async has(id) {
    return this.run((id) => document.querySelector(`[data-testid="${id}"]`) !== null, id)
  }

  async click(id) {
    const element = await this.find(id)
    await element.click()
  }

  /** Presses keys together, such as `press('Control', 's')`. */
  async press(...keys) {
    await this.browser.keys(keys)
  }

  /** Types text into whatever has the focus, as a keyboard does. */
  async type(text) {
    await this.browser.keys([...text])
  }

  /** Puts the focus into an element and its cursor at the end. */
  async focus(id) {
    await this.run((id) => {
      const host = document.querySelector(`[data-testid="${id}"]`)
      const target = host.matches('input,textarea,[contenteditable]') ? host : host.querySelector('.cm-content, textarea, input')
      target.focus()
    }, id)
  }

  /** What an input or the editor holds. */
  async value(id) {
    return this.run((id) => {
      const host = document.querySelector(`[data-testid="${id}"]`)
      const input = host.matches('input,textarea') ? host : host.querySelector('input,textarea')
      return input ? input.value : host.textContent
    }, id)
  }

  /** Replaces what a text field holds, by keyboard. */
  async fill(id, text) {
    await this.focus(id)
    await this.press('Control', 'a')
    await this.type(text)
  }

  async text(id) {
    return this.run((id) => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? '', id)
  }

  /** Opens the story whose headline contains some words. */
  async story(words) {
    await this.fill('search', words)
    await until(`the story ${words}`, async () =>
      this.run((words) => {
        const row = [...document.querySelectorAll('[data-testid="story-row"]')].find((row) => row.textContent.includes(words))
        row?.click()
        return Boolean(row)
      }, words),
    )
    await until('its headline', async () => (await this.value('headline')).includes(words))
  }

  /** The HTML that the preview frame shows now, fetched the way the frame fetches it. */
  async preview() {
    return this.run(async () => {
      const frame = document.querySelector('[data-testid="preview-frame"]')
      return frame?.getAttribute('src') ?? ''
    })
  }

  until(what, check, patience) {
    return until(what, check, patience)
  }

  /** Takes a picture of the whole display; WebDriver's own has been seen to hang under Xvfb. */
  shot(file) {
    execFileSync('import', ['-window', 'root', '-crop', this.crop ?? '1280x800+0+0', '+repage', file])
  }

  /** Ends the program as a power cut would. */
  async kill() {
    execFileSync('pkill', ['-KILL', '-f', `^${program} `])
    await this.end()
  }

  /** Closes session and driver. */
  async close() {
    await Promise.race([this.browser.deleteSession().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 5_000))])
    await this.end()
  }

  async end() {
    try {
      process.kill(-this.driver.pid, 'SIGKILL')
    } catch {
      // It is gone already.
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

export { existsSync }
