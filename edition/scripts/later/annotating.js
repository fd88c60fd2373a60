// The form for an annotation, loaded when it is opened. What was typed is kept in this browser, for each passage; nothing
// is sent from here: the form ends in an address, a file or a letter (edition/annotating.py has its words and rules).
(() => {
"use strict";

const here = document.currentScript.src;
const load = (name) =>
  new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: new URL(name, here), onload: done, onerror: failed });
    document.head.append(script);
  });

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// -- The text of the page ---------------------------------------------------

const transmitted = "transmitted";
const segmentsOf = (lang) => [...document.querySelectorAll(".segment")].filter((item) => item.lang === lang);
const elementOf = (node) => (node.closest ? node : node.parentElement);

// The words of a part of a page as they were transmitted, without marks and remarks.
const wordsOf = (fragment) => {
  for (const item of fragment.querySelectorAll(".note-mark, .staleness, .old-address")) item.remove();
  for (const item of fragment.querySelectorAll(`[data-states]:not([data-states~="${transmitted}"])`)) item.remove();
  return fragment.textContent;
};
const textOf = (segment) => wordsOf(segment.cloneNode(true));

// Where the words of a range stand in a segment. A place where the states differ belongs to them whole, and so do words.
const spanIn = (segment, range) => {
  const before = document.createRange();
  const inside = document.createRange();
  for (const part of [before, inside]) part.selectNodeContents(segment);
  if (segment.contains(range.startContainer)) {
    const choice = elementOf(range.startContainer).closest(".choice");
    if (choice) inside.setStartBefore(choice);
    else inside.setStart(range.startContainer, range.startOffset);
  }
  before.setEnd(inside.startContainer, inside.startOffset);
  if (segment.contains(range.endContainer)) {
    const choice = elementOf(range.endContainer).closest(".choice");
    if (choice) inside.setEndAfter(choice);
    else inside.setEnd(range.endContainer, range.endOffset);
  }
  const text = textOf(segment);
  let start = wordsOf(before.cloneContents()).length;
  let end = start + wordsOf(inside.cloneContents()).length;
  const letter = (at) => /[\p{L}\p{N}]/u.test(text[at] ?? "");
  while (start < end && !text[start].trim()) start += 1;
  while (end > start && !text[end - 1].trim()) end -= 1;
  while (end > start && letter(start) && letter(start - 1)) start -= 1;
  while (end > start && letter(end - 1) && letter(end)) end += 1;
  return text.slice(start, end);
};

// The language, the passages and the words of what was selected; a heading does not run into the text.
const chosenIn = (range) => {
  const touched = [...document.querySelectorAll(".segment")].filter((item) => range.intersectsNode(item));
  const parts = touched.map((item) => ({ lang: item.lang, passage: item.dataset.passage, words: spanIn(item, range) }));
  const said = parts.filter(({ words }) => words);
  const { lang } = elementOf(range.startContainer).closest(".segment") ?? said[0] ?? {};
  const own = said.filter((part) => part.lang === lang);
  const heading = own[0]?.passage.endsWith(".0");
  const used = heading ? own.slice(0, 1) : own;
  return used.length ? { lang, passages: used.map(({ passage }) => passage), words: used.map(({ words }) => words).join(" ") } : null;
};

// -- The form ---------------------------------------------------------------

const make = (data) => {
  const file = window.editionAnnotationFile(data);
  document.body.insertAdjacentHTML("beforeend", data.form);
  const dialog = document.querySelector("dialog.annotating");
  const form = dialog.querySelector("form");
  const words = form.dataset;
  const [own] = data.languages;
  const field = (name) => form.elements[name];
  const part = (selector) => form.querySelector(selector);
  const [status, tooLong, copied, works] = [".said-aloud", ".too-long", ".copied", ".works"].map(part);
  const texts = data.languages.map((code) => `note-${code}`);
  const quotes = data.languages.filter((code) => code !== data.original).map((code) => `quote-${code}`);
  const kept = ["target", "quote", "kind", "author", ...texts, ...quotes];
  const base = new URL("..", here);
  let tried = false; // whether the reader wanted to go on; before, what is empty is not blamed
  let note = field(`note-${own}`); // where a citation is put
  let deleted = null; // what can be brought back
  let held = ""; // the first passage, to which the draft belongs

  // -- Passages --

  const ends = (target) => [target.split("-")[0], target.split("-").at(-1)];
  const stretch = (target, lang) => {
    const [first, last] = ends(target);
    const all = segmentsOf(lang);
    const [from, to] = [first, last].map((passage) => all.findIndex((item) => item.dataset.passage === passage));
    return all.slice(from, to + 1).map((item) => ({ passage: item.dataset.passage, text: textOf(item) }));
  };
  const everywhere = () => segmentsOf(data.original).map((item) => ({ passage: item.dataset.passage, text: textOf(item) }));
  const joined = (target, lang) => stretch(target, lang).map(({ text }) => text).join(" ").trim();

  const offer = (target, text) => {
    const label = text.length > 50 ? `${text.slice(0, 50)}…` : text;
    return element("option", { value: target }, `${target} · ${label}`);
  };
  const choosePassage = (target) => {
    const select = field("target");
    if (![...select.options].some(({ value }) => value === target)) select.append(offer(target, joined(target, data.original)));
    select.value = target;
  };

  // -- What is wrong --

  const explained = ([code, about]) => {
    const [anchor, what, mend] = data.rules[code];
    const help = data.help ? [" ", element("a", { href: new URL(`${data.help}#${anchor}`, base), target: "_blank" }, code)] : [` (${code})`];
    return element("span", {}, about ? `“${about}”: ` : "", what, " ", mend, ...help);
  };
  const tell = (name, found) => {
    const control = field(name);
    const place = document.getElementById(control.getAttribute("aria-describedby"));
    const message = found.map((node) => node.textContent).join("");
    // What is the same is not said again at each letter.
    if (place.textContent !== message) place.replaceChildren(...found);
    if (found.length) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  };

  // A button that puts another quote, or another passage for it.
  const remedy = (label, name, value) => {
    const button = element("button", { type: "button", value: "mend" }, label.replace("%s", () => value));
    button.dataset[name] = value;
    return button;
  };

  // Everything that is wrong, by field; the target that the quote really has; the file.
  const check = () => {
    const values = Object.fromEntries(kept.map((name) => [name, field(name).value]));
    const wrong = new Map();
    const blame = (name, ...found) => found.length && wrong.set(name, [...(wrong.get(name) ?? []), ...found]);
    const found = file.locate(file.inOneLine(values.quote), stretch(values.target, data.original));
    if (found.code) blame("quote", explained([found.code]));
    const elsewhere = found.code === "A02" && file.locate(file.inOneLine(values.quote), everywhere()).target;
    if (found.longer) blame("quote", remedy(words.unique, "quote", found.longer));
    if (elsewhere) blame("quote", remedy(words.elsewhere, "target", elsewhere));
    values.target = found.target ?? values.target;
    for (const name of quotes.filter((one) => values[one].trim())) {
      const there = file.locate(file.inOneLine(values[name]), stretch(values.target, name.slice(6)));
      const code = there.code ?? (there.target === values.target ? "" : "A14");
      if (code) blame(name, explained([code]));
    }
    for (const name of texts) {
      const text = file.clean(values[name]).trim();
      if (text) blame(name, ...file.problemsOf(text, name.slice(5)).map(explained));
    }
    if (tried && !texts.some((name) => values[name].trim())) blame(texts[0], explained(["A08"]));
    if (tried && !file.inOneLine(values.author)) blame("author", element("span", {}, words.name));
    if (tried && !field("consent").checked) blame("consent", element("span", {}, words.consent));
    const written = file.write(values);
    if (written.tooLarge) blame(texts[0], explained(["F07"]));
    for (const name of [...kept.filter((one) => field(one).hasAttribute("aria-describedby")), "consent"]) tell(name, wrong.get(name) ?? []);
    return { values, wrong, written };
  };

  // -- Preview: only text is put into the page --

  const labelOf = (key) => {
    const work = data.works.find(([one]) => one === key);
    return work ? [work[1], work[2]].filter(Boolean).join(" ") : key;
  };
  const shownRole = (role, content) => {
    if (!role.startsWith("cite:")) return element("a", {}, content.replace(/\s*<[^<>]*>\s*$/, "") || content);
    const places = [...content.matchAll(/\{([^{}]+)\}/g)].map(([, place]) => place);
    const cited = [...file.worksOf(content).map(labelOf), ...places].join(", ");
    return element("a", {}, role === "cite:p" ? `(${cited})` : cited);
  };
  const inline = (text) => {
    const nodes = [];
    const marks = /\\([!-/:-@[-`{-~])|\{([a-z:]+)\}`([^`\n]+)`|\[([^[\]\n]*)\]\(([^\s()]+)\)|<((?:https?:\/\/|mailto:)[^\s<>]+)>|\*\*([^*\n]+)\*\*|\*([^*\n]+)\*/g;
    let done = 0;
    for (const match of text.matchAll(marks)) {
      const [all, escaped, role, content, label, , address, strong, stressed] = match;
      nodes.push(text.slice(done, match.index));
      done = match.index + all.length;
      if (escaped) nodes.push(escaped);
      else if (role) nodes.push(shownRole(role, content));
      else if (strong || stressed) nodes.push(element(strong ? "strong" : "em", {}, ...inline(strong || stressed)));
      else nodes.push(element("u", {}, label || address));
    }
    return [...nodes, text.slice(done)];
  };
  const show = ({ values, written }) => {
    const kind = field("kind").selectedOptions[0].dataset.name;
    const shown = texts.filter((name) => values[name].trim()).flatMap((name) => {
      const lang = name.slice(5);
      const lemma = lang === data.original ? values.quote : values[`quote-${lang}`];
      const head = [lemma.trim() ? element("i", { lang }, file.inOneLine(lemma)) : "", lemma.trim() ? "] " : "", element("b", {}, kind), ". "];
      const blocks = file.clean(values[name]).trim().split(/\n\s*\n/);
      return blocks.map((text, place) => {
        const items = text.split("\n").map((line) => line.match(/^(?:[-*+]|\d+[.)]) +(.*)/)?.[1]);
        if (place && items.every(Boolean)) return element("ul", { lang }, ...items.map((item) => element("li", {}, ...inline(item))));
        return element("p", { lang }, ...(place ? [] : head), ...inline(text));
      });
    });
    const path = element("p", { className: "path" }, `${values.target} · ${written.folder}/${written.name}`);
    part(".preview div").replaceChildren(...shown, path);
  };

  // -- Ends --

  const copy = async (text) => {
    copied.value = text;
    copied.hidden = false;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without a secure connection, as in a school's own network.
      copied.select();
      if (!document.execCommand("copy")) return words.failed;
    }
    return words.copied;
  };

  const download = ({ written }) => {
    const link = element("a", { href: URL.createObjectURL(new Blob([written.text], { type: "text/markdown" })), download: written.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers fetch it only after the click
    status.textContent = words.saved;
  };

  let ready = {};
  const update = () => {
    const state = check();
    show(state);
    ready = file.addressesOf(state.values, state.written, words);
    for (const link of form.querySelectorAll("[data-end]")) link.href = ready[link.dataset.end].link;
    const long = Object.values(ready).some(({ rest }) => rest);
    tooLong.textContent = long ? words.long : "";
    tooLong.hidden = !long;
    return state;
  };

  const mayGo = (event) => {
    tried = true;
    const state = update();
    if (!state.wrong.size) return state;
    event.preventDefault();
    status.textContent = words.wrong;
    const first = [...form.elements].find((control) => state.wrong.has(control.name));
    first.closest("details")?.setAttribute("open", "");
    first.focus();
    return null;
  };

  // -- Drafts --

  const keyOf = (passage) => `edition-annotation ${new URL("..", base).pathname} ${passage}`;
  const stored = (action) => {
    try {
      return action(localStorage);
    } catch {
      return null; // A browser that keeps nothing still has the form.
    }
  };
  const keep = () =>
    stored((storage) => {
      const values = Object.fromEntries(kept.map((name) => [name, field(name).value]));
      storage.setItem(keyOf(held), JSON.stringify(values));
      storage.setItem("edition-annotator", values.author);
    });
  const forget = () => stored((storage) => storage.removeItem(keyOf(held)));
  const draftOf = (passage) => stored((storage) => JSON.parse(storage.getItem(keyOf(passage))));

  const fill = (values) => {
    for (const name of kept.slice(1)) if (typeof values[name] === "string") field(name).value = values[name];
  };
  const empty = (target) => {
    fill({ ...Object.fromEntries([...texts, ...quotes].map((name) => [name, ""])), kind: field("kind").options[0].value });
    choosePassage(target);
    field("quote").value = joined(target, data.original);
  };

  // -- Opening --

  const begin = (passage, range) => {
    if (dialog.open) return; // who pressed twice while the form came may be writing
    const all = everywhere();
    field("target").replaceChildren(...all.map((item) => offer(item.passage, item.text)));
    const numbers = all.map((item) => item.passage);
    const chosen = range && chosenIn(range);
    const inside = numbers.filter((number) => number === passage || number.startsWith(`${passage}.`));
    // Without any words or passage: what was begun last time, or the first of the text.
    const passages = chosen?.passages ?? (inside.length ? inside : [numbers.find(draftOf) ?? numbers.find((number) => !number.endsWith(".0"))]);
    const target = passages.length > 1 ? `${passages[0]}-${passages.at(-1)}` : passages[0];
    held = passages[0];
    tried = false;
    settle();
    empty(target);
    field("author").value = stored((storage) => storage.getItem("edition-annotator")) ?? "";
    field("consent").checked = false;
    copied.hidden = true;
    const draft = draftOf(held);
    if (draft) {
      fill(draft);
      choosePassage(chosen || !stretch(draft.target, data.original).length ? target : draft.target);
    }
    if (chosen) {
      const name = chosen.lang === data.original ? "quote" : `quote-${chosen.lang}`;
      field("quote").value = joined(target, data.original);
      field(name).value = file.locate(chosen.words, stretch(target, chosen.lang)).longer || chosen.words;
    }
    part("details").open = quotes.some((name) => field(name).value) || texts.slice(1).some((name) => field(name).value);
    status.textContent = draft ? words.restored : stored(() => words.kept) ?? "";
    note = field(texts[0]);
    dialog.showModal();
    search();
    update();
    note.focus();
  };

  // -- Works --

  const search = () => {
    const wanted = file.plainly(field("work").value).split(/\s+/).filter(Boolean);
    const found = wanted.length
      ? data.works.filter((work) => wanted.every((word) => file.plainly(work.join(" ")).includes(word)))
      : [];
    const items = found.slice(0, 6).map(([key, author, year, title]) => {
      const label = [author, year].filter(Boolean).join(" ").replace(/\.?$/, ".");
      const button = element("button", { type: "button", value: "cite" }, `${label} `, element("i", {}, title));
      button.dataset.key = key;
      button.setAttribute("aria-label", words.cite.replace("%s", `${label} ${title}`));
      return element("li", {}, button);
    });
    works.replaceChildren(...items, ...(wanted.length && !items.length ? [element("li", {}, words.none)] : []));
  };
  const cite = (key) => {
    const place = file.inOneLine(field("place").value).replace(/[{}`]/g, "");
    const before = note.value.slice(0, note.selectionStart);
    const blank = before && !/\s$/.test(before) ? " " : "";
    note.setRangeText(`${blank}{cite:p}\`${key}${place ? `{${place}}` : ""}\``, note.selectionStart, note.selectionEnd, "end");
    field("work").value = field("place").value = "";
    search();
    note.focus();
    changed();
  };

  // Delete everything, or bring back what was deleted last.
  const clear = (button) => {
    const before = deleted;
    settle();
    if (before) {
      fill(before);
      choosePassage(before.target);
      changed();
      return;
    }
    deleted = Object.fromEntries(kept.map((name) => [name, field(name).value]));
    forget();
    stored((storage) => storage.removeItem("edition-annotator")); // others may use this device
    empty(held);
    field("author").value = "";
    tried = false;
    status.textContent = words.cleared;
    button.textContent = words.back;
    update();
  };
  const settle = () => {
    deleted = null;
    part("[value=clear]").textContent = words.clear;
    status.textContent = "";
  };

  // To another passage, with what was written.
  const move = (target) => {
    forget();
    choosePassage(target);
    [held] = ends(target);
  };
  const changed = () => {
    keep();
    update();
  };

  form.addEventListener("input", ({ target }) => {
    settle();
    if (target.name === "work") search();
    else if (target.name !== "place") changed();
  });
  form.addEventListener("change", ({ target }) => {
    if (target.name !== "target") return;
    // Where nothing is written yet, what was begun there waits for its reader.
    const waiting = texts.every((name) => !field(name).value.trim()) && draftOf(ends(target.value)[0]);
    move(target.value);
    field("quote").value = joined(target.value, data.original);
    for (const name of quotes) field(name).value = "";
    if (waiting && texts.some((name) => waiting[name]?.trim())) {
      fill(waiting);
      choosePassage(waiting.target);
      status.textContent = words.restored;
    }
    changed();
  });
  form.addEventListener("focusin", ({ target }) => {
    if (texts.includes(target.name)) note = target;
  });
  form.addEventListener("keydown", (event) => {
    // Enter in a line is no end of the form.
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    if (event.target.name === "work") works.querySelector("button")?.focus();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button, [data-end]");
    if (!button) return;
    const { end, key, target, quote } = button.dataset;
    if (button.value === "close") dialog.close();
    else if (button.value === "cite") cite(key);
    else if (button.value === "mend") {
      if (target) move(target);
      if (quote) field("quote").value = quote;
      field("quote").focus();
      changed();
    } else if (button.value === "clear") {
      clear(button);
    } else {
      const state = mayGo(event);
      if (!state) return;
      const next = button.dataset.next ?? "";
      status.textContent = next;
      if (end && ready[end].rest) copy(ready[end].rest).then((said) => { status.textContent = `${said} ${next}`; });
      else if (!end) download(state);
    }
  });
  dialog.addEventListener("close", () => {
    if (document.activeElement !== document.body) return;
    const segment = segmentsOf(data.original).find((item) => item.dataset.passage === held);
    const number = segment.closest(".parallel-row")?.querySelector("a.passage-number") ?? segment.querySelector("a");
    number.focus({ preventScroll: true });
  });
  return begin;
};

let begun = null;
window.editionAnnotate = async (passage, range) => {
  begun ??= Promise.all([load("annotating-data.js"), load("annotation-file.js")])
    .catch((error) => {
      begun = null; // the next press tries again
      throw error;
    })
    .then(() => make(window.editionAnnotatingData));
  (await begun)(passage, range);
};
})();
