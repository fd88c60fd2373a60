// Passages: the segment that is pointed at, has the focus or was tapped is brought out in both languages, and each has a
// menu for its address, its words and how it is cited.

const segmentAt = (target) => target?.closest?.(".segment")?.dataset.passage;
let held = ""; // the passage that was tapped, or whose menu is open

const bringOut = (passage) => {
  for (const item of document.querySelectorAll(".segment.linked")) item.classList.remove("linked");
  if (!passage) return;
  for (const item of document.querySelectorAll(`.segment[data-passage="${passage}"]`)) item.classList.add("linked");
};
const settle = (target) => bringOut(segmentAt(target) ?? (held || segmentAt(document.activeElement)));

const linkSegments = () => {
  on("pointerover", ({ target, pointerType, buttons }) => {
    // Not while words are being selected.
    if (pointerType !== "touch" && !buttons) settle(target);
  });
  root.addEventListener("pointerleave", () => settle(null));
  on("focusin", ({ target }) => settle(target));
  on("focusout", () => settle(null));
  on("click", ({ target }) => {
    if (target.closest("a, button, label, [popover]") || !getSelection().isCollapsed) return;
    const passage = segmentAt(target) ?? "";
    held = passage === held ? "" : passage;
    bringOut(held);
  });
  on("keydown", ({ key }) => {
    if (key !== "Escape") return;
    held = "";
    settle(null);
  });
};

// -- The menu --

const passageMenu = (template) => {
  const [menu] = template.content.children;
  if (!menu.showPopover) return;
  const part = (selector) => menu.querySelector(selector);
  const numbers = part(".numbers");
  const name = part("a");
  const status = part("[role=status]");
  const preview = part("textarea");
  let opener = null;
  let passage = "";

  const state = () => root.dataset.readingState || usualState;
  const language = () => part(".languages input:checked").value;

  const elements = () => {
    const inside = (number) => number === passage || number.startsWith(`${passage}.`);
    const all = document.querySelectorAll(`.segment[lang="${language()}"]`);
    return [...all].filter((item) => inside(item.dataset.passage));
  };

  // As it is read now: without marks and remarks, in the reading state that is shown.
  const words = (element) => {
    const copy = element.cloneNode(true);
    for (const item of copy.querySelectorAll(".note-mark, .staleness, .old-address")) item.remove();
    for (const item of copy.querySelectorAll(`[data-states]:not([data-states~="${state()}"])`)) item.remove();
    return copy.textContent.trim();
  };

  const said = () => {
    const data = template.content.querySelector(`[data-language="${language()}"]`);
    // A translation has no states.
    const shown = data.querySelector(`[data-state="${state()}"]`);
    const link = new URL(data.dataset.address, location.href);
    link.search = shown && state() !== usualState ? `?state=${state()}` : "";
    link.hash = `#s${passage.replaceAll(".", "-")}`;
    return { data, link: link.href, text: (shown ?? data.querySelector("i")).textContent };
  };

  const contents = (what) => {
    const { data, link, text } = said();
    if (what === "link") return link;
    if (what === "text") return elements().map(words).join(" ");
    return data
      .querySelector(`[data-form="${what}"]`)
      .textContent.replaceAll("@passage@", passage)
      .replaceAll("@text@", text)
      .replaceAll("@address@", link);
  };

  const copy = async (text) => {
    preview.value = text;
    preview.hidden = false;
    preview.scrollIntoView({ block: "nearest" });
    let copied = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without a secure connection, as in a school's own network: what is selected can be copied.
      preview.select();
      copied = document.execCommand("copy");
    }
    status.textContent = copied ? status.dataset.copied : status.dataset.selected;
  };

  const forget = () => {
    status.textContent = "";
    preview.hidden = true;
  };

  const choose = (number) => {
    passage = number;
    name.textContent = number;
    name.href = `#s${number.replaceAll(".", "-")}`;
    held = number;
    bringOut(number);
    forget();
  };

  const offer = (number, label) => {
    const item = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: "passage", value: number, checked: number === passage });
    input.setAttribute("aria-label", number);
    item.append(input, label);
    return item;
  };

  const open = (link) => {
    opener = link;
    const row = link.closest(".parallel-row");
    const own = row?.querySelector(".parallel-cell");
    const segments = own ? [...own.querySelectorAll(".segment")].map(({ dataset }) => dataset.passage) : [];
    const whole = own && row.querySelector(".passage-number").textContent;
    choose(segmentAt(link) ?? whole);
    const choices = [whole, ...segments].map((number) => offer(number, number === whole ? number : number.split(".").at(-1)));
    numbers.replaceChildren(numbers.firstElementChild, ...(own ? choices : []));
    numbers.hidden = !own;
    const lang = link.closest(".segment")?.lang ?? root.dataset.view;
    (part(`.languages [value="${lang}"]`) ?? part(".languages input")).checked = true;
    menu.showPopover();
    placeBelow(menu, link);
    // On a narrow screen the menu stands at the foot of the window: not over the passage.
    const { top, bottom } = link.getBoundingClientRect();
    if (bottom > menu.getBoundingClientRect().top && bottom < menu.getBoundingClientRect().bottom) scrollBy(0, top - 80);
    link.setAttribute("aria-expanded", "true");
    (part(".numbers input:checked") ?? part(".languages input:checked")).focus();
  };

  menu.addEventListener("change", ({ target }) => {
    if (target.name === "passage") choose(target.value);
    else forget();
  });
  menu.addEventListener("click", ({ target }) => {
    // A choice among passages or languages has a value too.
    const { value } = target.closest("button") ?? {};
    if (value) copy(contents(value));
    else if (target.closest("a, .close")) menu.hidePopover();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.hidePopover();
  });
  menu.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    opener.setAttribute("aria-expanded", "false");
    if (!document.activeElement || document.activeElement === document.body) opener.focus();
    held = "";
    settle(null);
  });
  document.body.append(menu);

  for (const link of document.querySelectorAll(".passage-number, .segment-number")) {
    link.setAttribute("aria-haspopup", "dialog");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(link);
    });
  }
};

on("DOMContentLoaded", () => document.querySelector(".segment") && linkSegments());
each("template#passage-menu", passageMenu);
