// The bridge over Tauri. No other file imports @tauri-apps.

import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWindow } from '@tauri-apps/api/window';
import { open, save } from '@tauri-apps/plugin-dialog';
import { openUrl, revealItemInDir } from '@tauri-apps/plugin-opener';
import { asFault, type Bridge } from './bridge';
import type { Event as WireEvent } from './wire';

/**
 * An address on our own scheme: `stet://localhost/…`, or `http://stet.localhost/…` where the web view cannot have
 * schemes of its own. Tauri knows which; it would escape the slashes of a path, so only the root is asked for.
 */
function address(kind: 'media' | 'preview', path: string): string {
  const root = convertFileSrc('', 'stet');
  return `${root}${kind}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

export const tauriBridge: Bridge = {
  async call(name, request) {
    try {
      return await invoke('call', { name, payload: request });
    } catch (thrown) {
      throw asFault(thrown);
    }
  },

  listen: (handler) => listen<WireEvent>('stet', (event) => handler(event.payload)),

  // Copy names pictures as `media/…`, and that is also their place on the scheme.
  pictureUrl: (path) => address('media', path.replace(/^\/?media\//, '')),
  previewUrl: (path) => address('preview', path),

  pickFolder: (title) => open({ title, directory: true }),
  async pickFiles(title) {
    return (await open({ title, multiple: true })) ?? [];
  },
  pickSaveTarget: (title, suggested) => save({ title, defaultPath: suggested }),

  reveal: (path) => revealItemInDir(path),
  openExternal: (url) => openUrl(url),
  setTheme: (theme) => getCurrentWindow().setTheme(theme === 'system' ? null : theme),

  setTitle: (title) => getCurrentWindow().setTitle(title),
  async toggleFullscreen() {
    const window = getCurrentWindow();
    await window.setFullscreen(!(await window.isFullscreen()));
  },

  onCloseRequested: (handler) =>
    getCurrentWindow().onCloseRequested(async (event) => {
      if (!(await handler())) event.preventDefault();
    }),

  closeWindow: () => getCurrentWindow().destroy(),

  onFileDrop: (handler) =>
    getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === 'drop') handler({ phase: 'dropped', paths: payload.paths });
      else handler({ phase: payload.type === 'leave' ? 'left' : 'over' });
    }),
};
