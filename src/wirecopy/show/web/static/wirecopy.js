/* wirecopy: keys, layers, and two texts that scroll together. Everything works without it, more slowly. */
"use strict";

(function () {
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  /* Layers: the state stands in the address, so that it can be passed on. */
  const boxes = all("[data-layer]");
  const applyLayers = () => {
    const hidden = boxes.filter((box) => !box.checked).map((box) => box.dataset.layer);
    for (const place of all("[data-layered]")) {
      for (const box of boxes) place.classList.toggle("hide-" + box.dataset.layer, !box.checked);
    }
    const address = new URL(location.href);
    if (hidden.length) address.searchParams.set("hide", hidden.join(","));
    else address.searchParams.delete("hide");
    history.replaceState(null, "", address);
  };
  for (const box of boxes) box.addEventListener("change", applyLayers);

  /* Two panes: what is near the top of the one is brought near the top of the other. */
  const sides = document.querySelector("[data-sides]");
  const panes = sides ? all(".pane", sides) : [];
  if (panes.length === 2) {
    const passages = panes.map((pane) => new Map(all(".passage[id]", pane).map((p) => [p.dataset.number, p])));
    const top = (pane, part) => part.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    let leader = null;
    let rest = 0;
    const follow = (n) => {
      const pane = panes[n], other = panes[1 - n];
      const line = pane.clientHeight / 3;
      let best = null, least = Infinity;
      for (const [number, part] of passages[n]) {
        if (!passages[1 - n].has(number)) continue;
        const away = Math.abs(top(pane, part) - line);
        if (away < least) { least = away; best = number; }
      }
      if (best === null) {
        const share = pane.scrollTop / Math.max(1, pane.scrollHeight - pane.clientHeight);
        other.scrollTop = share * (other.scrollHeight - other.clientHeight);
      } else {
        other.scrollTop += top(other, passages[1 - n].get(best)) - top(pane, passages[n].get(best));
      }
    };
    panes.forEach((pane, n) => pane.addEventListener("scroll", () => {
      if (leader !== null && leader !== n) return;
      leader = n;
      follow(n);
      clearTimeout(rest);
      rest = setTimeout(() => { leader = null; }, 150);
    }, { passive: true }));
    sides.addEventListener("mouseover", (event) => {
      const part = event.target.closest ? event.target.closest(".passage") : null;
      for (const other of all(".passage.here", sides)) other.classList.remove("here");
      if (part) for (const same of all(`.passage[data-number="${part.dataset.number}"]`, sides)) same.classList.add("here");
    });
  }

  /* A name that was typed once is there the next time, in this browser only. */
  for (const box of all("[data-keep]")) {
    try {
      box.value = box.value || localStorage.getItem("wirecopy-name") || "";
      box.addEventListener("change", () => localStorage.setItem("wirecopy-name", box.value));
    } catch { /* no storage: then it is typed again */ }
  }

  /* Keys. */
  const rows = () => {
    const listed = all("[data-rows] > *");
    return listed.length && !panes.length ? listed : all(".passage[id]", panes[0] || document);
  };
  let at = -1;
  const step = (by) => {
    const list = rows();
    if (!list.length) return;
    at = Math.max(0, Math.min(list.length - 1, at + by));
    for (const row of list) row.classList.toggle("here", row === list[at]);
    const link = list[at].querySelector("a.go, a.number, a");
    if (link) link.focus({ preventScroll: true });
    list[at].scrollIntoView({ block: "center" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const go = (link) => { if (link) location.href = link.href; };
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") document.getElementById("find").focus();
    else if (event.key === "?") location.href = "/about";
    else if (event.key === "n") go(document.querySelector("a[rel=next]"));
    else if (event.key === "p") go(document.querySelector("a[rel=prev]"));
    else return;
    event.preventDefault();
  });
})();
