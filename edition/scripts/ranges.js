// The ranges of notes: whether they are shown, which is also set before the page is drawn.

const rangesShown = (control) => {
  const box = control.querySelector("input");
  box.checked = root.dataset.ranges !== "off";
  box.addEventListener("change", () => {
    const value = box.checked ? "" : "off";
    root.dataset.ranges = value;
    remember("edition-ranges", value);
    address("ranges", value);
  });
  control.hidden = false;
};

// A mark that is pointed at or has the focus shows its own words, however many others lie around them, and words
// show the marks of their notes; in both languages.
const pairs = () => {
  const range = (slug) => document.querySelectorAll(`.quoted[data-annotations~="${slug}"]`);
  const marks = (slug) => [...document.querySelectorAll(`.note-mark[data-annotation="${slug}"]`)];
  const partners = (target) => {
    const item = target?.closest?.(".note-mark, .quoted");
    if (!item) return [];
    const { annotation, annotations } = item.dataset;
    return annotation ? [...range(annotation)] : annotations.split(" ").flatMap(marks);
  };
  const point = (target) => {
    const found = partners(target);
    const shown = found.length ? found : partners(document.activeElement);
    for (const item of document.querySelectorAll(".pointed")) item.classList.remove("pointed");
    for (const item of shown) item.classList.add("pointed");
  };
  on("pointerover", ({ target }) => point(target));
  on("focusin", ({ target }) => point(target));
  on("focusout", () => point(null));
  root.addEventListener("pointerleave", () => point(null));
};

each(".ranges-shown", rangesShown);
on("DOMContentLoaded", () => document.querySelector(".quoted") && pairs());
