// Typing into a draft of one megabyte, in the window's own front end: how long the interface's thread is busy with a key.
//
//     node --experimental-websocket tests/bench/typing.mjs [bytes] [keys]
//
// Needs Chromium and `ui/node_modules`. The newsroom behind the bridge answers at once and does nothing, so that what is
// measured is the window's part: editor, splices, queue, state, drawing. It is driven over Chromium's debugging protocol.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [bytes = 1_000_000, keys = 300] = process.argv.slice(2).map(Number);
const browser = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
if (!browser) {
  console.log('typing: no Chromium here, not measured');
  process.exit(0);
}
const ui = new URL('../../ui/', import.meta.url).pathname;
const profile = mkdtempSync(join(tmpdir(), 'stet-typing-'));
const [webPort, debugPort] = [5393, 9393];
const children = [
  spawn('node_modules/.bin/vite', ['--port', String(webPort), '--strictPort'], { cwd: ui, stdio: 'ignore' }),
  spawn(browser, ['--headless=new', '--no-sandbox', '--window-size=1280,800', `--user-data-dir=${profile}`, `--remote-debugging-port=${debugPort}`, 'about:blank'], { stdio: 'ignore' }),
];
const end = (code) => {
  for (const child of children) child.kill();
  setTimeout(() => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    process.exit(code);
  }, 300);
};
const pause = (time) => new Promise((done) => setTimeout(done, time));

async function until(what, ask, patience = 90_000) {
  const start = Date.now();
  while (Date.now() - start < patience) {
    const answer = await Promise.resolve()
      .then(ask)
      .catch(() => null);
    if (answer) return answer;
    await pause(200);
  }
  throw new Error(`${what} did not come`);
}

async function connect() {
  const page = await until('the browser', async () => (await (await fetch(`http://127.0.0.1:${debugPort}/json`)).json()).find(({ type }) => type === 'page'));
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await new Promise((done) => socket.addEventListener('open', done));
  const waiting = new Map();
  let number = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(data);
    waiting.get(id)?.(error ? { error } : result);
  });
  const send = (method, params = {}) =>
    new Promise((done) => {
      waiting.set((number += 1), done);
      socket.send(JSON.stringify({ id: number, method, params }));
    });
  const run = async (script) => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression: script, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  return { send, run };
}

const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const told = (values) => [0.5, 0.95, 0.99].map((share) => percentile(values, share).toFixed(1)).join(' / ');

async function measure() {
  await until('the front end', async () => (await fetch(`http://127.0.0.1:${webPort}/fake.html`)).ok);
  const { send, run } = await connect();
  await send('Page.enable');
  await send('Page.navigate', { url: `http://127.0.0.1:${webPort}/fake.html?size=${bytes}` });
  await until('the list', () => run(`!!document.querySelector('[data-edition="1"]')`));
  await run(`(() => {
    let seq = 0;
    const saved = { version: 'v', at: new Date().toISOString(), changed: true, revision: 1, in_file: true, file_fault: '', file_code: '', conflicts: 0 };
    fake.answer('edit_draft', () => ({ seq: ++seq, at: '', revision: 1 }));
    fake.answer('save_draft', () => ({ ...saved, story: desk.get().draft.story, live: desk.get().draft.live }));
    fake.answer('check_draft', () => ({ problems: [], words: 1, reading_minutes: 1 }));
    fake.answer('preview', () => ({ path: 'same', hash: '0'.repeat(64), missing: [] }));
    document.querySelector('[data-edition="1"]').click();
  })()`);
  await until('the editor', () => run(`(desk.get().editor?.body().length ?? 0) >= ${bytes} && !!document.querySelector('.cm-content')`));
  await pause(3000);
  const body = await run('desk.get().editor.body().length');
  await run(`(() => {
    const editor = desk.get().editor;
    const middle = editor.body().indexOf('\\n\\n', ${bytes} / 2);
    editor.reveal(middle, middle);
    editor.focus();
    window.busy = [];
    window.frames = [];
    window.slow = [];
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) slow.push(entry.duration); }).observe({ type: 'longtask' });
    // From the key to the end of all that the editor and the session do about it, and to the frame that shows it.
    let start = 0;
    addEventListener('keydown', () => { start = performance.now(); }, { capture: true });
    addEventListener('input', () => {
      const from = start;
      queueMicrotask(() => busy.push(performance.now() - from));
      requestAnimationFrame(() => setTimeout(() => frames.push(performance.now() - from)));
    });
  })()`);
  await pause(1500);
  await run('slow.length = 0');
  for (let key = 0; key < keys; key += 1) {
    const text = key % 7 === 6 ? ' ' : 'abcdef'[key % 7];
    await send('Input.dispatchKeyEvent', { type: 'keyDown', text, key: text });
    await send('Input.dispatchKeyEvent', { type: 'keyUp', key: text });
    // Two rests, so that saves fall into the typing.
    await pause(key % 100 === 99 ? 1700 : 40);
  }
  await pause(2500);
  const { busy, frames, slow } = await run('({ busy, frames, slow })');
  const sizes = await run(`fake.calls.filter(({ name }) => name === 'edit_draft').map(({ request }) => JSON.stringify(request).length)`);
  const undo = await run(`fake.calls.filter(({ name }) => name === 'keep_undo').map(({ request }) => request.history.length)`);
  const saves = await run(`fake.calls.filter(({ name }) => name === 'save_draft').length`);
  const history = await run(`(() => { const start = performance.now(); for (let n = 0; n < 20; n += 1) desk.get().editor.history(); return (performance.now() - start) / 20; })()`);
  console.log(`typing ${busy.length} keys into ${(body / 1e6).toFixed(2)} MB (ms, p50 / p95 / p99)`);
  console.log(`  key to end of work   ${told(busy)}`);
  console.log(`  key to frame         ${told(frames)}`);
  console.log(`  tasks over 50 ms     ${slow.length}${slow.length ? ` (longest ${Math.max(...slow).toFixed(0)})` : ''}`);
  console.log(`  sent to the journal  ${sizes.length} requests, largest ${Math.max(...sizes)} bytes`);
  console.log(`  undo kept            ${undo.length} times in ${saves} saves, largest ${Math.max(0, ...undo)} bytes, ${history.toFixed(2)} ms each`);
}

measure().then(
  () => end(0),
  (error) => {
    console.error(error);
    end(1);
  },
);
