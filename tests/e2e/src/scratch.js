import { Place } from './place.js'
import { Window } from './window.js'
import { pause } from './patience.js'
const place = new Place()
const window = await Window.open(place)
try {
  await window.story('Harbour wall')
  await window.appears('preview-frame'); await pause(600)
  await window.click('[data-testid="preview-frame"]').catch((e) => console.log('click:', e.message))
  console.log(await window.run(() => document.activeElement.tagName))
  await window.press('ctrl+shift+p').catch((e) => console.log('press:', e.message))
  console.log('palette', await window.has('palette'))
  await window.press('F6').catch((e) => console.log('press:', e.message))
  console.log(await window.run(() => document.activeElement.tagName))
} catch (e) { console.log(e) }
await window.close(); place.remove()
