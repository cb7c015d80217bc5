// Makes three things nicer; nothing on a page needs it. Words for spans of time are counted from now, a link can be
// copied or handed to the device's own sharing, and pictures of a gallery open in a dialogue that keeps the focus and
// answers to arrow keys, Escape and swipes.
(() => {
  "use strict";
  const page = document.documentElement;

  const units = [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const always = new Intl.RelativeTimeFormat(page.lang, { numeric: "always" });
  const now = new Intl.RelativeTimeFormat(page.lang, { numeric: "auto" }).format(0, "second");
  const refresh = () => {
    for (const place of document.querySelectorAll("[data-ago]")) {
      const seconds = (Date.parse(place.dataset.ago) - Date.now()) / 1000;
      const unit = units.find(([, size]) => Math.abs(seconds) >= size);
      place.textContent = unit ? always.format(Math.trunc(seconds / unit[1]), unit[0]) : now;
    }
  };
  refresh();
  setInterval(refresh, 60000);

  for (const list of document.querySelectorAll(".share ul")) {
    const { url, native, copy, copied } = list.dataset;
    const offer = (words, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", () => act(button));
      const item = document.createElement("li");
      item.append(button);
      list.prepend(item);
    };
    if (navigator.clipboard) offer(copy, (button) => navigator.clipboard.writeText(url).then(() => {
      button.textContent = copied;
      setTimeout(() => { button.textContent = copy; }, 2000);
    }, () => {}));
    if (navigator.share) offer(native, () => navigator.share({ title: document.title, url }).catch(() => {}));
  }

  if (!window.HTMLDialogElement) return;
  for (const gallery of document.querySelectorAll(".gallery")) {
    const frames = [...gallery.querySelectorAll(".lightbox")];
    const links = [...gallery.querySelectorAll("li a")];
    const dialog = document.createElement("dialog");
    dialog.className = "viewer";
    dialog.setAttribute("aria-label", gallery.getAttribute("aria-label"));
    gallery.append(dialog);
    let at = 0;
    const show = (to) => {
      if (to < 0 || to >= frames.length) return;
      at = to;
      dialog.replaceChildren(...[...frames[at].children].map((part) => part.cloneNode(true)));
      const button = (old, act) => {
        if (!old) return;
        const made = document.createElement("button");
        made.type = "button";
        made.className = old.className;
        made.append(...old.childNodes);
        made.addEventListener("click", act);
        old.replaceWith(made);
        return made;
      };
      const close = button(dialog.querySelector("a.close"), () => dialog.close());
      button(dialog.querySelector("a.previous"), () => show(at - 1));
      button(dialog.querySelector("a.next"), () => show(at + 1));
      close.focus();
    };
    links.forEach((link, index) => link.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
      show(index);
    }));
    dialog.addEventListener("close", () => links[at].focus());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    const onwards = page.dir === "rtl" ? -1 : 1;
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowRight") show(at + onwards);
      if (event.key === "ArrowLeft") show(at - onwards);
      if (event.key !== "Tab") return;
      // Tab goes round the buttons: behind the last one a browser would leave the page.
      const buttons = [...dialog.querySelectorAll("button")];
      const next = buttons.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
      buttons[(next + buttons.length) % buttons.length].focus();
      event.preventDefault();
    });
    let start = 0;
    dialog.addEventListener("touchstart", (event) => { start = event.touches[0].clientX; }, { passive: true });
    dialog.addEventListener("touchend", (event) => {
      const moved = event.changedTouches[0].clientX - start;
      if (Math.abs(moved) > 40) show(at + (moved < 0 ? onwards : -onwards));
    });
  }
})();
