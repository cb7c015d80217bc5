// Searches an edition's stories in the reader's own browser. The index comes in parts, the newest first, and no more of
// them are read than it takes to find some; nothing that is typed leaves the page.
(() => {
  "use strict";
  const form = document.getElementById("stet-search");
  const list = document.getElementById("stet-found");
  if (!form || !list || !window.fetch) return;
  const input = form.querySelector("input");
  const said = form.querySelector("[role=status]");
  const home = new URL("../", location.href);
  const ENOUGH = 20, AT_ONCE = 8;

  // The same folding as the index was made with, which is that of Stet's own search.
  const LETTERS = { "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ہ": "ه", "ھ": "ه" };
  const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xed0, 0x1040, 0x17e0];
  const KEPT = /[\u0900-\u0dff\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3099\u309a]/u;
  const fold = (text) => {
    let out = "";
    for (const one of text.normalize("NFKD")) {
      if (/[\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/u.test(one)) continue;
      if (/\p{M}/u.test(one) && !KEPT.test(one)) continue;
      const code = one.codePointAt(0), zero = ZEROS.find((zero) => code >= zero && code < zero + 10);
      const lower = one.toLowerCase();
      out += zero !== undefined ? String(code - zero) : LETTERS[one] ?? LETTERS[lower] ?? lower;
    }
    return out;
  };
  const article = /^(?:[وبفك]?ال|لل)(?=.{3})/u;
  const unspaced = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/u;
  const words = (text) => fold(text).split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
  // A word is found at the beginning of a word; where words are not set apart, anywhere.
  const holds = (story, wanted) => wanted.every((word) =>
    story.w.includes(unspaced.test(word) ? word : " " + word) || (article.test(word) && story.w.includes(" " + word.replace(article, "") + " ")));

  let run = 0, parts = null;
  const kept = new Map();
  const read = async (name) => {
    if (!kept.has(name)) {
      const answer = await fetch(new URL("search/" + name, home));
      if (!answer.ok) throw new Error(name);
      kept.set(name, await answer.json());
    }
    return kept.get(name);
  };
  const put = (tag, text, holder, more = {}) => {
    const made = Object.assign(document.createElement(tag), more);
    made.append(text);
    holder.append(made);
    return made;
  };
  const show = (story) => {
    const made = put("article", "", list, { className: "teaser" });
    const inner = put("div", "", made, { className: "teaser-words" });
    put("h2", "", inner, { className: "teaser-title" }).append(Object.assign(document.createElement("a"), { href: new URL(story.u, home).href, textContent: story.t }));
    if (story.s) put("p", story.s, inner, { className: "teaser-standfirst" });
    if (story.d) put("p", "", inner, { className: "teaser-time" }).append(Object.assign(document.createElement("time"), { dateTime: story.i, textContent: story.d }));
  };
  const search = async () => {
    const own = ++run, wanted = words(input.value);
    list.replaceChildren();
    said.textContent = "";
    if (!wanted.length) return;
    let at = 0, found = 0;
    const on = async () => {
      said.textContent = form.dataset.wait;
      let reading = 0, here = 0;
      while (at < parts.length && here < ENOUGH && reading < AT_ONCE) {
        const part = await read(parts[at]);
        if (own !== run) return;
        at += 1;
        reading += 1;
        for (const story of part.stories.slice().reverse()) if (holds(story, wanted)) { show(story); found += 1; here += 1; }
      }
      said.textContent = found ? form.dataset.some.replace("{n}", new Intl.NumberFormat(document.documentElement.lang).format(found)) : at < parts.length ? "" : form.dataset.none;
      if (at < parts.length) {
        const more = put("button", form.dataset.older, list, { type: "button", className: "search-older" });
        more.addEventListener("click", () => { more.remove(); go(on); });
      }
    };
    const go = (step) => step().catch(() => { if (own === run) said.textContent = form.dataset.fault; });
    await go(async () => {
      parts ??= (await read("index.json")).parts;
      if (own === run) await on();
    });
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const here = new URL(location.href);
    here.searchParams.set("q", input.value);
    history.replaceState(null, "", here);
    search();
  });
  let timer = 0;
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 200); });
  input.value = new URL(location.href).searchParams.get("q") ?? "";
  if (input.value) search();
})();
