// What the judges that need a browser share: a server for a folder, and Debian's Chromium.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { chromium } from "playwright-core";

const TYPES = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", json: "application/json", svg: "image/svg+xml", jpg: "image/jpeg", png: "image/png", webp: "image/webp", avif: "image/avif", xml: "application/xml", txt: "text/plain" };

/** Serves a folder on loopback, with more headers for pages where asked. Gives its address and a way to end it. */
export async function serve(root, headers = {}, own = {}) {
  const server = http.createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://x").pathname);
    if (own[name]) {
      response.writeHead(200, { "Content-Type": TYPES.html });
      return response.end(own[name]);
    }
    const file = path.join(root, name.endsWith("/") ? name + "index.html" : name);
    const there = file.startsWith(path.join(root, "/")) && (await stat(file).catch(() => null))?.isFile();
    if (!there) {
      response.writeHead(404, { "Content-Type": "text/plain" });
      return response.end("nothing here");
    }
    const type = TYPES[file.split(".").pop()] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type, ...(type === TYPES.html ? headers : {}) });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, end: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }) };
}

/** Debian's Chromium, or the one named by CHROMIUM. */
export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--font-render-hinting=none", "--disable-lcd-text"],
});

/** Runs `work` on every item, `at_once` at a time. */
export async function each(items, at_once, work) {
  const queue = [...items.entries()];
  await Promise.all(Array.from({ length: at_once }, async (_, lane) => {
    for (let next = queue.shift(); next; next = queue.shift()) await work(next[1], next[0], lane);
  }));
}
