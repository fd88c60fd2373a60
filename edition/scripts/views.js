// The views of pairs: both languages, one of them, or one with the other on demand. The view is set before the page is
// drawn; the style sheet shows it.

const pairs = ".parallel-row, .note-pair";
const hiding = ".parallel-cell, .edition-note, .companion-title, h1";

// The heading of the page is the one that is seen.
const nameHeading = () => {
  const title = document.querySelector(".companion-title");
  const first = document.querySelector("h1 > .segment")?.checkVisibility?.() === false;
  title?.setAttribute("role", first ? "heading" : "doc-subtitle");
  if (first) title?.setAttribute("aria-level", "1");
  else title?.removeAttribute("aria-level");
};

// What stands at the top of the window stays there.
const keepingPlace = (change) => {
  const shown = (pair) => pair.getBoundingClientRect();
  const first = scrollY > 0 && [...document.querySelectorAll(pairs)].find((pair) => shown(pair).bottom > 80);
  const { top } = first ? shown(first) : {};
  change();
  if (first) scrollBy({ top: shown(first).top - top, behavior: "instant" });
};

const reveal = (pair, open) => {
  pair.classList.toggle("revealed", open);
  pair.querySelector(".reveal").setAttribute("aria-expanded", open);
};

// The name of the other language, where its words will stand.
const offer = (pair, languages) => {
  const [first, ...others] = pair.querySelectorAll(":scope > [lang]");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal";
  const number = pair.querySelector(".passage-number, .label")?.innerText ?? "";
  const names = others.map(({ lang }) => languages[lang]).join(", ");
  button.textContent = names;
  button.setAttribute("aria-label", `${names} ${number}`.trim());
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => reveal(pair, !pair.classList.contains("revealed")));
  first.after(button);
};

const offerAll = () => {
  if (root.dataset.view !== "reveal" || document.querySelector(".reveal")) return;
  const labels = document.querySelectorAll(".views input");
  const languages = Object.fromEntries([...labels].map((input) => [input.value, input.parentElement.innerText.trim()]));
  for (const pair of document.querySelectorAll(pairs)) offer(pair, languages);
};

// An address in a language that is not shown: its words are revealed, or the same place is shown in the other language.
const uncover = () => {
  const target = document.getElementById(location.hash.slice(1));
  // Of the place, not of itself: what an old address says is shown when the browser has found its target, maybe later.
  if (target?.closest(hiding)?.checkVisibility?.() !== false) return;
  const pair = target.closest(pairs);
  if (root.dataset.view === "reveal" && pair) {
    reveal(pair, true);
    target.scrollIntoView();
    return;
  }
  const { lang } = target.closest("[lang]");
  const end = `-${lang}`;
  const id = target.id.endsWith(end) ? target.id.slice(0, -end.length) : `${target.id}-${root.dataset.view}`;
  if (document.getElementById(id)) location.replace(`#${id}`);
};

const views = (control) => {
  const [usual] = control.querySelectorAll("input");
  const chosen = control.querySelector(`[value="${root.dataset.view}"]`) ?? usual;
  chosen.checked = true;
  control.addEventListener("change", ({ target: { value } }) => {
    keepingPlace(() => {
      if (value === usual.value) delete root.dataset.view;
      else root.dataset.view = value;
      offerAll();
    });
    remember("edition-view", value);
    address("view", value === usual.value ? "" : value);
    nameHeading();
  });
  offerAll();
  nameHeading();
  uncover();
  addEventListener("hashchange", uncover);
};

each(".views", views);
