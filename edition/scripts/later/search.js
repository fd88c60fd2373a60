// The search, loaded when it is opened. What is typed is folded and stemmed here, the engine compares tokens
// (edition/searching.py): Pagefind where pages are served, and a pass over all records where it cannot run.
(() => {
"use strict";

const form = document.querySelector("form.search-form");
const [status, list, more, hints] = ["count", "hits", "more", "hints"].map((name) => form.querySelector(`.search-${name}`));
const words = form.dataset;
const shownAtOnce = 10;
const wordPattern = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;
const passagePattern = /^\d+\p{L}*(\.\d+\p{L}*){0,2}$/u;
const markOf = (place) => String.fromCharCode(0x1401 + place);
const languages = words.languages.split(" ").map((item, place) => {
  const [code, algorithm] = item.split(":");
  return { code, algorithm, mark: markOf(place + 1) };
});

const load = (name, base) =>
  new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: new URL(name, base), onload: done, onerror: failed });
    document.head.append(script);
  });

// -- Words ------------------------------------------------------------------

// As edition.searching.fold does; capitals first, for a letter may have none of its own.
const fold = (word) =>
  word.toUpperCase().toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("’", "'");

const tokensOf = ({ mark, stemmer }, word) => {
  const folded = fold(word);
  const tokens = [stemmer ? stemmer.stemWord(folded) : folded, folded];
  return [...new Set(tokens.map((token) => mark + token.replaceAll("'", "")))];
};

// A word, or several between quotation marks.
const unitsOf = (query) =>
  [...query.matchAll(/["“”„«»]([^"“”„«»]+)["“”„«»]|[^\s"“”„«»]+/g)]
    .flatMap(([all, phrase]) => (phrase ? [phrase.match(wordPattern)] : (all.match(wordPattern) || []).map((word) => [word])))
    .filter((unit) => unit?.length);

// -- Engines: a term in quotation marks is taken exactly, another begins words -----

const served = async (index) => {
  const pagefind = await import(new URL("pagefind.js", index));
  await pagefind.search("a"); // whatever is missing or forbidden is missed now
  return async (term) => (await pagefind.search(term)).results;
};

const fromRecords = async (index) => {
  let records = [];
  window.editionRecords = (all) => {
    records = all.map((record, id) => ({ ...record, id, places: record.content.split(" ").map((place) => place.split("-")) }));
  };
  await load("records.js", index);
  return async (term) => {
    const exact = term.startsWith('"');
    const tokens = term.replaceAll('"', "").split(" ");
    const fits = (place, token) => place?.some((one) => (exact ? one === token : one.startsWith(token)));
    const found = records.map(({ id, places, content, meta }) => {
      const starts = [...places.keys()].filter((at) =>
        exact ? tokens.every((token, next) => fits(places[at + next], token)) : tokens.some((token) => fits(places[at], token)),
      );
      const locations = exact ? starts.flatMap((at) => tokens.map((_, next) => at + next)) : starts;
      return { id, words: locations, score: locations.length / (10 + places.length), data: async () => ({ content, meta }) };
    });
    return found.filter((result) => result.words.length).sort((a, b) => b.score - a.score);
  };
};

const ready = (async () => {
  const index = new URL("../search/", form.action);
  const statics = new URL("_static/", form.action);
  const stemmers = [...new Set(languages.map(({ algorithm }) => algorithm).filter(Boolean))];
  if (stemmers.length) await load("base-stemmer.js", statics);
  await Promise.all(stemmers.map((name) => load(`${name}-stemmer.js`, statics)));
  for (const language of languages) {
    const name = language.algorithm;
    if (name) language.stemmer = new window[`${name[0].toUpperCase()}${name.slice(1)}Stemmer`]();
  }
  if (location.protocol !== "file:") {
    try {
      return await served(index);
    } catch {
      // It may not run here; the records do everywhere.
    }
  }
  const engine = await fromRecords(index);
  hints.textContent = words.offline;
  return engine;
})();

// -- Finding ----------------------------------------------------------------

// A result is kept whole: Pagefind forgets the data of those that nothing refers to any more.
const merged = (lists) => {
  const found = new Map();
  for (const result of lists.flat()) {
    const hit = found.get(result.id) || { result, locations: new Set() };
    result.words.forEach((location) => hit.locations.add(location));
    found.set(result.id, hit);
  }
  return found;
};

// The engine may answer with shorter words where none begins so.
const begun = async (engine, token) => {
  const results = await engine(token);
  if (!results.length) return results;
  const { content } = await results[0].data();
  const places = content.split(" ");
  return results[0].words.some((at) => places[at].split("-").some((one) => one.startsWith(token))) ? results : [];
};

const findUnit = async (engine, language, unit) => {
  const tokens = unit.map((word) => tokensOf(language, word));
  if (unit.length > 1) return merged([await engine(`"${tokens.map(([stem]) => stem).join(" ")}"`)]);
  const [alternatives] = tokens;
  const found = merged(await Promise.all(alternatives.map((token) => engine(`"${token}"`))));
  if (found.size) return found;
  for (const token of [...alternatives].reverse()) {
    const results = token.length > 2 ? await begun(engine, token) : [];
    if (results.length) return merged([results]);
  }
  return found;
};

// What has all units, in one language.
const findIn = async (engine, language, units) => {
  const found = await Promise.all(units.map((unit) => findUnit(engine, language, unit)));
  const [first, ...others] = found;
  const ids = [...first.keys()].filter((id) => others.every((other) => other.has(id)));
  if (!ids.length) return { hits: [], found };
  const ranked = await engine(units.flat().map((word) => tokensOf(language, word)[0]).join(" "));
  const scores = new Map(ranked.map(({ id, score }) => [id, score]));
  const hits = ids.map((id) => ({
    id,
    result: first.get(id).result,
    score: scores.get(id) || 0,
    locations: new Set(found.flatMap((unit) => [...unit.get(id).locations])),
  }));
  return { hits, found };
};

const find = async (engine, query) => {
  const units = unitsOf(query);
  const chosen = languages.filter(({ code }) => !form.language.value || form.language.value === code);
  const answers = units.length ? await Promise.all(chosen.map((language) => findIn(engine, language, units))) : [];
  const all = new Map();
  if (passagePattern.test(query)) {
    const token = `${markOf(0)}${query.replaceAll(".", markOf(0))}${markOf(0)}`;
    for (const result of query.includes(".") ? await begun(engine, token) : []) {
      all.set(result.id, { id: result.id, result, score: Infinity, locations: new Set() });
    }
  }
  for (const hit of answers.flatMap(({ hits }) => hits)) {
    const same = all.get(hit.id);
    if (same) {
      hit.locations.forEach((location) => same.locations.add(location));
      same.score = Math.max(same.score, hit.score);
    } else all.set(hit.id, hit);
  }
  let hits = [...all.values()].sort((a, b) => b.score - a.score);
  for (const token of [form.kind.value, form.section.value && `section${form.section.value}`].filter(Boolean)) {
    const allowed = new Set((await engine(`"${markOf(0)}${token}"`)).map(({ id }) => id));
    hits = hits.filter(({ id }) => allowed.has(id));
  }
  return { hits, units, chosen, answers };
};

// -- Showing ----------------------------------------------------------------

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// A text with its found words marked; of a long one the part around the first of them.
const marked = (text, places, around = 28) => {
  const found = [...text.matchAll(wordPattern)];
  const first = found.findIndex((_, place) => places.has(place));
  const from = found.length > 2 * around && first > around / 2 ? found[Math.floor(first - around / 2)].index : 0;
  const last = found[Math.max(first, 0) + around + (from ? 0 : around)];
  const to = last && found.length > 2 * around ? last.index : text.length;
  const parts = from ? ["… "] : [];
  let done = from;
  for (const [place, { 0: word, index }] of found.entries()) {
    if (!places.has(place) || index < from || index >= to) continue;
    parts.push(text.slice(done, index), element("mark", {}, word));
    done = index + word.length;
  }
  return [...parts, text.slice(done, to), to < text.length ? "…" : ""];
};

const wordsFor = (select, value) => (value ? [...select.options].find((option) => option.value === value).text : "");

const itemOf = async ({ result, locations }) => {
  const { meta } = await result.data();
  let before = 0;
  const texts = languages.map(({ code }) => {
    const [title, text] = meta[`text-${code}`].split("\n");
    const counts = [title, text].map((part) => (part.match(wordPattern) || []).length);
    const places = (start) => new Set([...locations].map((location) => location - start));
    const shown = [marked(title, places(before)), marked(text, places(before + counts[0]))];
    before += counts[0] + counts[1];
    return element("p", { lang: code }, ...(title ? [element("b", {}, ...shown[0]), " "] : []), ...shown[1]);
  });
  const own = languages.findIndex(({ code }) => code === document.documentElement.lang);
  if (own > 0) texts.unshift(...texts.splice(own, 1));
  const about = [wordsFor(form.kind, meta.kind), meta.label, wordsFor(form.section, meta.section)];
  const link = element("a", { href: new URL(meta.address, form.action) }, about.filter(Boolean).join(" · "));
  return element("li", {}, link, ...texts);
};

// Words that the texts have and that begin like one that they do not have.
const alike = async (engine, language, word) => {
  for (let start = fold(word).slice(0, -1); start.length > 2; start = start.slice(0, -1)) {
    const results = (await begun(engine, language.mark + start)).slice(0, 5);
    const texts = await Promise.all(results.map((result) => result.data()));
    const found = texts.flatMap(({ meta }) => meta[`text-${language.code}`].match(wordPattern) || []);
    const like = [...new Set(found.filter((one) => fold(one).startsWith(start)))];
    if (like.length) return like.slice(0, 3);
  }
  return [];
};

const suggest = async (engine, { units, chosen, answers }) => {
  const queries = new Set();
  const quoted = (unit) => (unit.length > 1 ? `"${unit.join(" ")}"` : unit[0]);
  for (const [place, { found }] of answers.entries()) {
    const missing = units.filter((_, at) => !found[at].size);
    const others = units.filter((_, at) => found[at].size);
    if (missing.length && others.length) queries.add(others.map(quoted).join(" "));
    const [unit] = missing;
    if (missing.length === 1 && unit.length === 1) {
      for (const word of await alike(engine, chosen[place], unit[0])) {
        queries.add(units.map((one) => (one === unit ? word : quoted(one))).join(" "));
      }
    }
    for (const unit of units) {
      if (unit.length > 1) queries.add(units.flatMap((one) => (one === unit ? one : [quoted(one)])).join(" "));
      else if (!missing.length && units.length > 1) queries.add(units.filter((one) => one !== unit).map(quoted).join(" "));
    }
  }
  return [...queries].slice(0, 4);
};

let asked = 0;
let rest = [];

const show = async (number) => {
  const items = await Promise.all(rest.splice(0, shownAtOnce).map(itemOf));
  if (number !== asked) return;
  list.append(...items);
  more.hidden = !rest.length;
};

// A part of the index may not come through; what is typed next asks for it anew.
const search = () => searchNow().catch((error) => {
  status.textContent = words.failed;
  console.warn(error);
});

const searchNow = async () => {
  const number = ++asked;
  const query = form.q.value.trim();
  const here = new URL(location.href);
  if (form.closest("main")) {
    for (const { name, value } of [form.q, form.section, form.kind, form.language]) {
      if (value.trim()) here.searchParams.set(name, value.trim());
      else here.searchParams.delete(name);
    }
    history.replaceState(history.state, "", here);
  }
  const engine = await ready.catch(() => null);
  if (number !== asked) return;
  if (!engine) {
    status.textContent = words.failed;
    return;
  }
  const answer = query ? await find(engine, query) : { hits: [] };
  const instead = query && !answer.hits.length ? await suggest(engine, answer) : [];
  if (number !== asked) return;
  status.textContent = !query ? "" : answer.hits.length ? words.many.replace("%s", answer.hits.length) : words.none;
  list.replaceChildren();
  rest = answer.hits;
  if (instead.length) {
    const links = instead.map((text) => element("button", { type: "button", className: "search-instead" }, text));
    status.append(` ${words.instead} `, ...links.flatMap((link, place) => (place ? [" ", link] : [link])));
  }
  await show(number);
  if (number === asked) form.dataset.answered = query;
};

let timer = 0;
form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, 150);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.focus();
});
form.addEventListener("click", ({ target }) => {
  const button = target.closest("button.search-instead");
  if (!button) return;
  form.q.value = button.textContent;
  form.q.focus();
  search();
});
more.addEventListener("click", async () => {
  const before = list.children.length;
  await show(asked);
  list.children[before]?.querySelector("a").focus();
});
form.addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (!(event.key in steps) || event.target.matches("select")) return;
  const links = [...list.querySelectorAll("a")];
  const next = links.indexOf(document.activeElement) + steps[event.key];
  event.preventDefault();
  if (next < 0) form.q.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
});

search();
})();
