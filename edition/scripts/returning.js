// The way back: who has followed a link returns to the line where it stands, with the focus on it.

const linksIn = (place) => [...place.querySelectorAll("a[href]")];
let followed = null; // the link to a note of this page that was followed last, and the mark that it belongs to

const restore = () => {
  const { left } = history.state || {};
  if (!left) return;
  scrollTo({ top: left.top, behavior: "instant" });
  const mark = left.mark && document.getElementById(left.mark);
  if (mark) mark.click(); // which shows the note again
  linksIn(mark ? document.querySelector(".note-panel") : document)[left.link]?.focus({ preventScroll: true });
};

// At a note to which a link has led, say how to get back.
const offerReturn = () => {
  const template = document.querySelector("template#note-return");
  document.querySelector(".edition-note > .note-return")?.remove();
  const note = document.querySelector(".edition-note:target");
  if (!template || !note || !history.state?.came) return;
  const way = template.content.firstElementChild.cloneNode(true);
  way.firstElementChild.href = note.querySelector("[role=doc-backlink]").hash;
  note.append(way);
};

const arrive = (mark) => {
  if (!document.querySelector(".edition-note:target")) return;
  history.replaceState({ ...history.state, came: true, mark }, "");
  offerReturn();
};

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || !event.isTrusted || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { came, mark } = history.state || {};
    if (came && (link.closest(".note-return") || (mark && link.hash === `#${mark}` && link.matches("[role=doc-backlink]")))) {
      event.preventDefault();
      history.back();
      return;
    }
    const panel = link.closest(".note-panel");
    const left = { mark: panel?.dataset.mark, link: linksIn(panel || document).indexOf(link), top: scrollY };
    history.replaceState({ ...history.state, left }, "");
    followed = { hash: link.hash, mark: panel ? panel.dataset.mark : link.id };
  },
  true,
);
addEventListener("hashchange", () => {
  if (followed?.hash === location.hash) arrive(followed.mark);
  followed = null;
});
addEventListener("popstate", () => {
  offerReturn();
  restore();
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) return;
  const { type } = performance.getEntriesByType("navigation")[0] || {};
  if (type === "back_forward") restore();
  if (type === "navigate" && history.length > 1 && document.referrer.startsWith(`${location.origin}/`)) arrive();
  else offerReturn();
});
