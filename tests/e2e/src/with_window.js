// A test in a window of its own on a newsroom of its own. Where it fails, a picture of the window is left behind.
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { Place } from './place.js'
import { Window } from './window.js'

/** A test that gets `{ window, place, reopen }`; `reopen` gives the next window after this one was closed or killed. */
export function inWindow(name, body) {
  test(name, async (context) => {
    const place = new Place()
    const windows = []
    const open = async () => {
      windows.push(await Window.open(place))
      return windows.at(-1)
    }
    try {
      await body({ window: await open(), place, reopen: open, context })
    } catch (error) {
      const folder = path.join(tmpdir(), 'stet-e2e-failures')
      mkdirSync(folder, { recursive: true })
      const picture = path.join(folder, `${name.replace(/\W+/g, '-')}.png`)
      await windows.at(-1)?.shot(picture).then(() => context.diagnostic(`picture: ${picture}`)).catch(() => {})
      throw error
    } finally {
      await windows.at(-1)?.close()
      place.remove()
    }
  })
}
