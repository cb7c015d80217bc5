// Puts the fake newsroom in before the window is drawn. `?count=10000&open=0&delay=50&size=1000000&versions=20000&conflicts=1` change it.

import { chooseBridge } from '../src/bridge';
import { desk } from '../src/state/desk';
import { fakeBridge } from './bridge';

const asked = new URLSearchParams(location.search);
const fake = fakeBridge({
  count: Number(asked.get('count') ?? 24),
  open: asked.get('open') !== '0',
  delay: Number(asked.get('delay') ?? 0),
  size: Number(asked.get('size') ?? 0),
  versions: Number(asked.get('versions') ?? 44),
  conflicts: asked.get('conflicts') === '1',
  refused: asked.get('refused') ?? '',
});
chooseBridge(fake);
Object.assign(window, { fake, desk });
void import('../src/main');
