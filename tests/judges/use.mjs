// The site as it is used: search, the gallery by keyboard and by finger, and all of it without scripts.
//
//   node use.mjs SITE

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { launch, serve } from "./browser.mjs";

const root = path.resolve(process.argv[2]);
const site = await serve(root);
const browser = await launch();
const asked = [];
const open = async (options) => {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  context.on("request", (request) => asked.push(request.url()));
  return context.newPage();
};

// Folding in the reader's browser is that of the index.
const scripts = (await readdir(path.join(root, "assets"))).filter((name) => name.endsWith(".js"));
const sources = await Promise.all(scripts.map((name) => readFile(path.join(root, "assets", name), "utf8")));
const source = sources.find((text) => text.includes("const fold ="));
const fold = new Function(source.slice(source.indexOf("const LETTERS"), source.indexOf("const article =")) + "return fold;")();
for (const [text, wanted] of JSON.parse(await readFile(new URL("../folding.json", import.meta.url), "utf8"))) assert.equal(fold(text), wanted, text);

// Search.
const page = await open();
const search = async (lang, query) => {
  await page.goto(`${site.address}/${lang}/search/?q=${encodeURIComponent(query)}`);
  await page.waitForFunction(() => !/^(Searching…|جارٍ البحث…|)$/.test(document.querySelector("[role=status]").textContent));
  return page.locator("#stet-found h2 a").evaluateAll((links) => links.map((link) => decodeURIComponent(new URL(link.href).pathname)));
};
for (const [lang, query, wanted] of [
  ["en", "HARBOUR wall", "/en/harbour-wall-to-rise-by-two-metres/"],
  ["en", "lantern", "/en/lantern-week-in-pictures/"],
  ["ar", "ميناء", "/ar/جدار-الميناء-يرتفع-مترين/"],
  ["ar", "الميناءُ", "/ar/جدار-الميناء-يرتفع-مترين/"],
  ["ar", "مكتبه", "/ar/المكتبة-التي-لا-تنام/"],
  ["ar", "فوانيس", "/ar/أسبوع-الفوانيس-في-صور/"],
]) {
  const found = await search(lang, query);
  assert(found.includes(wanted), `${query} finds ${found}`);
}
assert.deepEqual(await search("en", "zzzz"), []);
assert.match(await page.locator("[role=status]").textContent(), /Nothing was found/);
await page.fill("#stet-query", "ferry");
await page.press("#stet-query", "Enter");
await page.waitForSelector("#stet-found article");
assert.match(page.url(), /q=ferry/);

// A gallery by keyboard: what is open holds the focus, and gives it back.
const gallery = `${site.address}/en/lantern-week-in-pictures/`;
await page.goto(gallery);
const links = page.locator(".gallery li a");
await links.nth(1).focus();
await page.keyboard.press("Enter");
const count = () => page.locator(".viewer .count").textContent();
assert.equal(await count(), "2 of 5");
assert.equal(await page.evaluate(() => document.activeElement.className), "close");
for (let step = 0; step < 7; step += 1) {
  await page.keyboard.press("Tab");
  assert(await page.evaluate(() => Boolean(document.activeElement.closest(".viewer"))), "the focus has left the open picture");
}
await page.keyboard.press("ArrowRight");
assert.equal(await count(), "3 of 5");
await page.keyboard.press("ArrowLeft");
await page.keyboard.press("ArrowLeft");
await page.keyboard.press("ArrowLeft");
assert.equal(await count(), "1 of 5", "it does not run over the end");
await page.keyboard.press("Escape");
await page.waitForFunction(() => !document.querySelector(".viewer").open);
// The focus is on the picture that was open.
await page.waitForFunction(() => document.activeElement === document.querySelector(".gallery li a"));
await links.first().click();
await page.locator(".viewer .close").click();
await page.waitForFunction(() => !document.querySelector(".viewer").open);

// By finger, in both directions of reading.
for (const [address, from, to, wanted] of [[gallery, 300, 100, "2 of 5"], [`${site.address}/ar/${encodeURIComponent("أسبوع-الفوانيس-في-صور")}/`, 100, 300, "2 من 5"]]) {
  await page.goto(address);
  await page.locator(".gallery li a").first().click();
  await page.evaluate(([from, to]) => {
    const dialog = document.querySelector(".viewer");
    const touch = (x) => new Touch({ identifier: 1, target: dialog, clientX: x, clientY: 300 });
    dialog.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(from)], changedTouches: [touch(from)] }));
    dialog.dispatchEvent(new TouchEvent("touchend", { changedTouches: [touch(to)] }));
  }, [from, to]);
  assert.equal(await count(), wanted);
}

// Without scripts: the same pictures larger, no form that leads nowhere, everything to read.
const plain = await open({ javaScriptEnabled: false });
await plain.goto(gallery);
await plain.locator(".gallery li a").nth(1).click();
await plain.locator(".lightbox").nth(1).waitFor({ state: "visible" });
await plain.locator(".lightbox .close").nth(1).click();
await plain.locator(".lightbox").nth(1).waitFor({ state: "hidden" });
await plain.goto(`${site.address}/en/search/`);
assert(!(await plain.locator("form").isVisible()));
assert(await plain.locator(".search-browse a").first().isVisible());

const foreign = asked.filter((url) => !url.startsWith(site.address));
assert.deepEqual(foreign, [], "something was asked of another host");
await browser.close();
await site.end();
console.log("Search, gallery and the site without scripts: as they should be");
