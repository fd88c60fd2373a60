// The file of an annotation: whether its quote and its notes pass the check, and how it is written. Everything that the
// check knows too comes from its own data (edition/annotating.py).
window.editionAnnotationFile = (data) => {
"use strict";

const { patterns } = data;
const pattern = (source, flags) => new RegExp(source, flags);
const bytes = (text) => new TextEncoder().encode(text).length;

// -- Letters ----------------------------------------------------------------

// What the check mends by itself is mended here: accents apart, other letters, what nobody sees, blanks at line ends.
const clean = (text) =>
  text
    .replace(/\r\n?/g, "\n")
    .replace(pattern(patterns.unseen, "gu"), "")
    .normalize("NFC")
    .replace(/./gsu, (letter) => data.replacedLetters[letter] ?? letter)
    .replace(/[ \t]+$/gm, "");

const inOneLine = (text) => clean(text).split(/\s+/).filter(Boolean).join(" ");
const caseless = (text) => text.toUpperCase().toLowerCase();
const plainly = (text) => caseless(text).normalize("NFKD").replace(/\p{M}/gu, "");

// As edition.anchor.fold does: the folded text, and for each of its characters where it came from.
const fold = (text) => {
  let folded = "";
  const origins = [];
  let place = 0;
  for (const letter of text) {
    const forms = caseless((data.equalCharacters[letter] ?? letter).normalize("NFKC"));
    for (const form of forms) {
      const result = /\s/.test(form) ? " " : data.foldedLetters[form] ?? form;
      if (result === " " && folded.endsWith(" ")) continue;
      folded += result;
      for (let unit = 0; unit < result.length; unit += 1) origins.push(place);
    }
    place += letter.length;
  }
  return { folded, origins: [...origins, place] };
};

// -- The quote --------------------------------------------------------------

// All places of a quote in a text, each as start and end.
const placesOf = (quote, text) => {
  const { folded, origins } = fold(text);
  const words = fold(quote.normalize("NFC")).folded.trim();
  const places = new Map();
  for (let at = words ? folded.indexOf(words) : -1; at >= 0; at = folded.indexOf(words, at + 1)) {
    const start = origins[at];
    const last = origins[at + words.length - 1];
    const end = origins.slice(at + words.length).find((origin) => origin > last) ?? text.length;
    places.set(`${start}-${end}`, [start, end]);
  }
  return [...places.values()];
};

// What is wrong with a quote in some passages in a row, each with its text; or where it stands.
const locate = (quote, segments) => {
  const text = segments.map((segment) => segment.text).join(" ");
  if (quote.length > data.lengths.quote) return { code: "A15" };
  const places = placesOf(quote, text);
  if (places.length > 1) return { code: "A03", longer: longer(text, places[0]) };
  if (!places.length) return { code: "A02" };
  const [[start, end]] = places;
  let from = 0;
  const within = segments.filter((segment) => {
    const own = [from, from + segment.text.length];
    from = own[1] + 1;
    return own[0] < end && start < own[1];
  });
  const [first, last] = [within[0].passage, within.at(-1).passage];
  return { target: first === last ? first : `${first}-${last}` };
};

// The same words with as many of their neighbours as make them unique.
const longer = (text, [start, end]) => {
  const stops = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => [index, index + word.length]);
  for (let more = 1; more <= 6; more += 1) {
    const before = stops.filter(([, stop]) => stop <= start).at(-more);
    const after = stops.filter(([begin]) => begin >= end)[more - 1];
    for (const [from, to] of [[start, after?.[1]], [before?.[0], end], [before?.[0], after?.[1]]]) {
      if (from === undefined || to === undefined) continue;
      const quote = text.slice(from, to);
      if (placesOf(quote, text).length === 1) return quote;
    }
  }
  return "";
};

// -- The note ---------------------------------------------------------------

// What the roles of a text point to, or what is wrong with that.
const rolesOf = (text) =>
  [...text.matchAll(pattern(patterns.kept, "gmu"))]
    .map(([kept]) => kept.match(pattern(`^${patterns.role}$`, "u")))
    .filter(Boolean)
    .map(([all, role, content]) => ({ all, role, content }));

const worksOf = (content) => {
  const reference = pattern(patterns.reference, "yu");
  const keys = [];
  while (reference.lastIndex < content.length) {
    const match = reference.exec(content);
    if (!match) return [];
    keys.push(match.groups.key);
  }
  return keys;
};

const targetOf = (content) => (content.match(pattern(patterns.explicit, "u"))?.groups.target ?? content).trim();

const known = {
  note: (target) => data.notes.includes(target),
  passage: (target) => data.passages.includes(target),
  term: (target, language) =>
    [caseless(target), target.toLowerCase(), plainly(target)].some((form) => data.forms[language].includes(form)),
};
const unknown = { note: "R02", passage: "R03", term: "R04" };

// Pairs of a code and the words that it is about.
const problemsOf = (text, language) => {
  const found = [];
  const rest = text.replace(pattern(patterns.kept, "gmu"), "·$1·");
  for (const [code, source] of data.refused) {
    const match = rest.match(pattern(source, "mu"));
    if (match) found.push([code, match[0].trim()]);
  }
  const mixed = text.match(pattern(`\\S*(?:${patterns.mixed})\\S*`, "u"));
  if (mixed) found.push(["F09", mixed[0]]);
  for (const { all, role, content } of rolesOf(text)) {
    if (role.startsWith("cite:")) {
      const keys = worksOf(content);
      if (!keys.length || new Set(keys).size < keys.length) found.push(["R05", all]);
      for (const key of keys) if (!data.works.some(([work]) => work === key)) found.push(["R01", key]);
    } else if (!known[role](targetOf(content), language)) found.push([unknown[role], content]);
  }
  return found;
};

// -- The file ---------------------------------------------------------------

const scalar = (text) =>
  /^\p{L}[\p{L}\p{N} ,.;()’„”–-]*$/u.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : `'${text.replaceAll("'", "''")}'`;

const nameOf = (quote) => {
  const words = (plainly(quote).match(/[a-z0-9]+/g) ?? ["note"]).slice(0, data.wordsOfName);
  const name = (/^[a-z]/.test(words[0]) ? words : ["n", ...words]).join("-");
  let free = name;
  for (let count = 2; data.notes.includes(free); count += 1) free = `${name}-${count}`;
  return free;
};

// The path and the text of the file. A part that nobody wrote is left for the editors, as the command `new` does it.
const write = (values) => {
  const quotes = Object.keys(values).filter((name) => name.startsWith("quote"));
  const written = (name) => {
    const value = values[name] ?? "";
    if (name.startsWith("note-")) return clean(value).trim() || "…";
    return quotes.includes(name) || name === "author" ? scalar(inOneLine(value)) : value;
  };
  const missing = quotes.filter((name) => !values[name].trim());
  const lines = data.file.split("\n").filter((line) => !missing.some((name) => line === `${name}: @${name}@`));
  const text = lines.join("\n").replace(/@([a-z-]+)@/gi, (_, name) => written(name));
  const folder = `annotations/${values.target.split(".")[0]}`;
  return { folder, name: `${nameOf(values.quote)}.md`, text, tooLarge: bytes(text) > data.lengths.file };
};

// -- Where it can be sent ---------------------------------------------------

const address = (start, fields) =>
  start + Object.entries(fields).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join("");
const isLong = (link) => link.length > data.lengths.address;

// For each end its address, and the rest that is too long for one.
const addressesOf = (values, written, words) => {
  const subject = words.subject.replace("%s", values.target);
  const ends = {};
  if (data.new) {
    const start = `${data.new}${written.folder}?filename=${encodeURIComponent(written.name)}`;
    const whole = address(start, { value: written.text });
    ends.file = isLong(whole) ? { link: start, rest: written.text } : { link: whole };
    ends.issue = issueOf(values, subject);
  }
  if (data.email) {
    const start = `mailto:${data.email}?subject=${encodeURIComponent(`${subject}: ${written.name}`)}`;
    const whole = address(start, { body: written.text.replaceAll("\n", "\r\n") });
    ends.email = isLong(whole) ? { link: address(start, { body: words.paste }), rest: written.text } : { link: whole };
  }
  return ends;
};

const issueOf = (values, title) => {
  const notes = data.languages.map((code) => clean(values[`note-${code}`]).trim()).filter(Boolean);
  const roles = notes.flatMap(rolesOf).filter(({ role }) => role.startsWith("cite:"));
  const cited = new Set(roles.flatMap(({ content }) => worksOf(content)));
  const sources = data.works
    .filter(([key]) => cited.has(key))
    .map(([key, ...others]) => `${others.filter(Boolean).join(", ")} (${key})`);
  const fields = {
    title,
    passage: values.target,
    quote: inOneLine(values.quote),
    kind: values.kind,
    name: inOneLine(values.author),
    sources: sources.join("\n"),
    note: notes.join("\n\n"),
  };
  const rest = [];
  for (const name of ["note", "sources", "quote"]) {
    if (!isLong(address(data.issue, fields))) break;
    rest.push(fields[name]);
    delete fields[name];
  }
  return { link: address(data.issue, fields), rest: rest.filter(Boolean).join("\n\n") };
};

return { clean, inOneLine, plainly, locate, problemsOf, worksOf, write, addressesOf };
};
