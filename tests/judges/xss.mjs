// Loads every story of a hostile site in Chromium, and the lists that name them: no script of theirs runs, nothing is asked
// of another host, and no address on a page runs anything.
//
//   node xss.mjs SITE
//
// A content policy that only reports says of every inline script, handler, style and foreign address that the browser met
// one; it stops none, so that what would run does run, and is caught at `alert` and its like too.

import { readdir } from "node:fs/promises";
import path from "node:path";
import { each, launch, serve } from "./browser.mjs";

const root = path.resolve(process.argv[2]);
// The one style attribute and the one data address there are: the blur that stands where a picture loads. What they hold is
// judged below.
const BLUR = /^background-image:url\(data:image\/webp;base64,[A-Za-z0-9+/=]+\)$/;
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'";
const FRAMES = 12;

const files = (await readdir(root, { recursive: true })).filter((name) => name.endsWith(".html"));
const stories = files.filter((name) => /^(en|ar)\/p\d+\//.test(name));
// Lists hold the same headlines over and over; each kind is looked at, and all that hold the newest.
const lists = files.filter((name) => !stories.includes(name)).filter((name, at) => at % Math.ceil((files.length - stories.length) / 250) === 0 || /^(en|ar)\/((page|corrections|search|archive)\/|index)/.test(name));
const bad = '<!doctype html><title>x</title><img src="https://evil.example/x.png"><script>alert(1)</script><a href="javascript:alert(1)">x</a>';
const site = await serve(root, { "Content-Security-Policy-Report-Only": POLICY }, { "/bad.html": bad, "/frames.html": "<!doctype html><title>frames</title>" });
const browser = await launch();
const context = await browser.newContext();
const found = [];
let said = () => {};
await context.exposeBinding("stetFound", (source, what) => said(`${source.frame.url()}: ${what}`));
await context.addInitScript((blur) => {
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = (...values) => { window.stetFound(`${name}(${String(values[0]).slice(0, 80)})`); };
  }
  document.addEventListener("securitypolicyviolation", (event) => window.stetFound(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
  document.addEventListener("DOMContentLoaded", () => {
    for (const one of document.querySelectorAll("[href], [src], [action], [formaction], [srcdoc], [ping], [poster], [background], [data], [xlink\\:href]")) {
      for (const name of ["href", "action", "formaction", "xlink:href", "src"]) {
        const value = one.getAttribute(name);
        if (value === null) continue;
        const scheme = new URL(value, location.href).protocol;
        if (!["http:", "https:", "mailto:", "tel:"].includes(scheme)) window.stetFound(`an address of ${scheme}`);
      }
      for (const name of ["srcdoc", "ping", "background", "data", "formaction"]) if (one.hasAttribute(name)) window.stetFound(`the attribute ${name}`);
    }
    for (const one of document.querySelectorAll("iframe, object, embed, form:not(#stet-search), base, svg, math, style, input:not(#stet-query), template, noscript")) if (location.pathname !== "/frames.html") window.stetFound(`the element ${one.localName}`);
    for (const one of document.querySelectorAll("*")) for (const { name, value } of one.attributes) {
      const own = name === "style" && one.localName === "img" && new RegExp(blur).test(value);
      if (name.startsWith("on") || (name === "style" && !own)) window.stetFound(`the attribute ${name}`);
    }
  });
}, BLUR.source);
await context.route("**/*", (route) => {
  if (route.request().url().startsWith(site.address)) return route.continue();
  said(`${route.request().frame().url()}: asks for ${route.request().url()}`);
  return route.abort();
});

// A judge that cannot say no is none.
const page = await context.newPage();
page.on("dialog", (dialog) => dialog.dismiss());
const caught = [];
said = (what) => caught.push(what);
await page.goto(`${site.address}/bad.html`);
await page.waitForTimeout(200);
for (const sign of ["alert(1)", "asks for https://evil.example/x.png", "an address of javascript:"]) {
  if (!caught.some((what) => what.includes(sign))) throw new Error(`the judge does not notice ${sign}: ${caught}`);
}
await page.close();

said = (what) => found.push(what);
const all = [...stories, ...lists];
const groups = Array.from({ length: Math.ceil(all.length / FRAMES) }, (_, at) => all.slice(at * FRAMES, (at + 1) * FRAMES));
const pages = await Promise.all([0, 1].map(() => context.newPage()));
for (const one of pages) await one.goto(`${site.address}/frames.html`);
await each(groups, 2, async (group, _, lane) => {
  const lost = await pages[lane].evaluate(async (addresses) => {
    document.body.replaceChildren();
    const frames = addresses.map((address) => {
      const frame = document.createElement("iframe");
      frame.src = address;
      return frame;
    });
    document.body.append(...frames);
    await Promise.all(frames.map((frame) => new Promise((resolve) => { frame.onload = resolve; })));
    // What runs does so by now: frames share this page's thread, and their deferred scripts have run before `load`.
    await new Promise((resolve) => setTimeout(resolve, 5));
    // An old address leads on to a story of this site, and everything else stays where it is.
    const stays = ({ contentDocument: there, src }) => there && ((there.location.href === src && there.querySelector("main")) || /^\/(en|ar)\/p\d+\/$/.test(there.location.pathname));
    return frames.filter((frame) => !stays(frame)).map((frame) => `${frame.src}: came to rest at ${frame.contentWindow.location.href}`);
  }, group.map((name) => "/" + name.split("/").map(encodeURIComponent).join("/")));
  found.push(...lost);
});
await browser.close();
await site.end();
if (found.length) {
  console.error([...new Set(found)].slice(0, 40).join("\n"));
  process.exit(1);
}
console.log(`Hostile copy: ${stories.length} stories and ${lists.length} lists loaded in Chromium, no script ran, nothing foreign was asked for`);
