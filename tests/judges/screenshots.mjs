// Pictures of the sample site: every kind of page in both languages, at three widths, light and dark.
//
//   node screenshots.mjs SITE FOLDER [WORD…]    only pages whose name holds one of the words

import { mkdir, readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { each, launch, serve } from "./browser.mjs";

const [site_folder, to, ...words] = process.argv.slice(2);
const root = path.resolve(site_folder);
await mkdir(to, { recursive: true });
const files = (await readdir(root, { recursive: true })).filter((name) => name.endsWith("index.html")).sort();
const text = async (name) => readFile(path.join(root, name), "utf8");
const first = async (lang, pattern, holds = "") => {
  for (const name of files) if (name.startsWith(`${lang}/`) && pattern.test(name) && (!holds || (await text(name)).includes(holds))) return name;
};

const shots = [];
for (const lang of ["en", "ar"]) {
  const add = (name, file, more = {}) => file && shots.push({ name: `${name}-${lang}`, file, ...more });
  add("home", `${lang}/index.html`);
  add("section", `${lang}/section/news/index.html`);
  add("article", await first(lang, /^..\/[^/]+\/index\.html$/, 'class="pullquote"'));
  add("table", await first(lang, /^..\/[^/]+\/index\.html$/, 'class="table"'));
  add("tag", `${lang}/tag/harbour/index.html`);
  const gallery = await first(lang, /^..\/[^/]+\/index\.html$/, 'class="gallery"');
  add("gallery", gallery, { at: ".gallery" });
  add("lightbox", gallery, { act: (page) => page.locator(".gallery li a").nth(1).click() });
  add("author", await first(lang, /\/author\/[^/]+\/index\.html$/));
  add("source", await first(lang, /\/source\/[^/]+\/index\.html$/));
  add("archive", `${lang}/archive/index.html`);
  add("month", await first(lang, /\/archive\/\d+\/\d+\/index\.html$/));
  add("day", await first(lang, /\/archive\/\d+\/\d+\/\d+\/index\.html$/));
  add("corrections", `${lang}/corrections/index.html`);
  add("search", `${lang}/search/index.html`, { query: lang === "ar" ? "ميناء" : "harbour" });
  add("about", `${lang}/about/index.html`);
  add("lost", `${lang}/404.html`);
}
const looks = [390, 820, 1440].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));
const wanted = shots.filter((shot) => !words.length || words.some((word) => shot.name.includes(word)));
const server = await serve(root);
const browser = await launch();
await each(looks, 2, async ({ width, scheme }) => {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: width < 600 ? 844 : 1000 }, reducedMotion: "reduce", deviceScaleFactor: 1 });
  // Words for spans of time are counted from the sample's own day.
  await context.clock.setFixedTime(new Date("2026-11-24T12:00:00Z"));
  const page = await context.newPage();
  for (const shot of wanted) {
    const query = shot.query ? `?q=${encodeURIComponent(shot.query)}` : "";
    await page.goto(`${server.address}/${shot.file.split("/").map(encodeURIComponent).join("/").replace(/index\.html$/, "")}${query}`);
    if (shot.query) await page.waitForSelector("#stet-found article");
    await shot.act?.(page);
    if (shot.at) await page.locator(shot.at).scrollIntoViewIfNeeded();
    await page.evaluate(() => Promise.all([...document.images].map((one) => { one.loading = "eager"; return one.decode().catch(() => {}); })));
    const whole = !shot.act;
    await page.screenshot({ path: path.join(to, `${shot.name}-${width}-${scheme}.png`), fullPage: whole });
  }
  await context.close();
});
await browser.close();
await server.end();
console.log(`${wanted.length * looks.length} pictures in ${to}`);
