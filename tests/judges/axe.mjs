// axe-core in Chromium over every kind of page, in each language, light and dark, wide and narrow: no violation.
//
//   node axe.mjs SITE

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { createRequire } from "node:module";
import { each, launch, serve } from "./browser.mjs";

const root = path.resolve(process.argv[2]);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const files = (await readdir(root, { recursive: true })).filter((name) => name.endsWith(".html")).sort();

// Of lists and archives that differ in nothing but their stories, the first two; every story and every other page.
const seen = new Map();
const chosen = files.filter((name) => {
  const kind = name.replace(/^(\w+)\/(tag|author|source)\/[^/]+\//, "$1/$2/*/").replace(/\/archive\/\d+\/\d+\/\d+\//, "/archive/day/").replace(/\/archive\/\d+\/\d+\//, "/archive/month/");
  seen.set(kind, (seen.get(kind) ?? 0) + 1);
  return seen.get(kind) <= 2;
});
const site = await serve(root, {}, { "/bad.html": "<!doctype html><html><title>x</title><img src=x><p style='color:#bbb;background:#fff'>faint" });
const browser = await launch();
const said = [];

const judge = async (page, name) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
  }));
  return violations.map((one) => `${name}: ${one.id}: ${one.help}\n    ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + " " + (node.any[0]?.message ?? "")).join("\n    ")}`);
};

const open = (scheme, width) => browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, reducedMotion: "reduce" }).then((context) => context.newPage());

// A judge that cannot say no is none.
const first = await open("light", 1280);
await first.goto(`${site.address}/bad.html`);
if ((await judge(first, "bad")).length < 3) throw new Error("axe finds nothing wrong with a bad page");
await first.context().close();

const looks = [["light", 1280], ["dark", 390]];
const pages = await Promise.all(looks.map(([scheme, width]) => open(scheme, width)));
// Pages that lead on at once are looked at as if they did not.
for (const page of pages) await page.route("**/*.html", async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, body: (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, "") });
});
await each(looks, 2, async ([scheme, width], lane) => {
  for (const name of chosen) {
    await pages[lane].goto(`${site.address}/${name.split("/").map(encodeURIComponent).join("/")}`);
    said.push(...await judge(pages[lane], `${name} (${scheme}, ${width})`));
    const gallery = pages[lane].locator(".gallery li a").first();
    if (await gallery.count()) {
      await gallery.click();
      said.push(...await judge(pages[lane], `${name} with a picture open (${scheme}, ${width})`));
    }
  }
});
await browser.close();
await site.end();
if (said.length) {
  console.error(said.slice(0, 30).join("\n"));
  console.error(`${said.length} violations`);
  process.exit(1);
}
console.log(`axe-core: ${chosen.length} pages, light and dark, no violation`);
