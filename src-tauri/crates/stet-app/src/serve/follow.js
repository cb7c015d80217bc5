// Only on pages that `stet serve` shows: loads the page again once it would come out otherwise. While a template has a
// mistake in it, the page stays as it is and says so.
(() => {
  "use strict";
  const seen = document.currentScript.dataset.seen;
  let fault = "";
  let bar = null;
  const say = (words) => {
    fault = words;
    bar?.remove();
    bar = null;
    if (!words) return;
    bar = document.createElement("p");
    bar.setAttribute("role", "alert");
    bar.textContent = words;
    Object.assign(bar.style, { position: "fixed", insetInline: "0", insetBlockEnd: "0", zIndex: "99", margin: "0", padding: "1rem 1.5rem", background: "#7a1420", color: "#fff", font: "15px/1.5 system-ui, sans-serif" });
    document.body.append(bar);
  };
  const wait = async () => {
    try {
      const query = new URLSearchParams({ page: decodeURIComponent(location.pathname), seen, fault });
      const answer = await fetch(`/.stet/changes?${query}`);
      const change = await answer.json();
      if (change.changed) return location.reload();
      if (change.fault !== fault) say(change.fault);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    return wait();
  };
  wait();
})();
