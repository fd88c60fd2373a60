// An address that is written otherwise (4.2.3) leads to its passage; a wrong one to the nearest passage before it, and
// the page says so.

const form = /^s?(\d+[a-z]{0,3}(?:[-.]\d+[a-z]{0,3}){0,2})(?:[-.]([a-z]{2,8}))?$/i;

// 2 < 2a < 2aa < 2b < 3; the whole before its parts.
const parts = (passage) => passage.toLowerCase().split(/[-.]/);
const compare = (one, other) => {
  for (const [place, part] of one.entries()) {
    if (other[place] === undefined) return 1;
    const [count, letters] = [part, other[place]].map((text) => [parseInt(text), text.replace(/\d+/, "")]).reduce(
      ([a, b], [c, d]) => [a - c, b < d ? -1 : Number(b > d)],
    );
    if (count || letters) return count || letters;
  }
  return one.length - other.length;
};

const wrongAddress = (template) => {
  const message = template.content.querySelector(".wrong-address");
  const words = message.querySelector("span");
  let led = ""; // where the last wrong address led

  const nearest = (asked) => {
    const own = document.querySelector(".parallel-cell")?.lang ?? root.lang;
    const segments = [...document.querySelectorAll(".segment")].filter(({ lang }) => lang === own);
    const rows = [...document.querySelectorAll(".parallel-row[id]")];
    const known = (asked.length < 3 ? [segments[0], ...rows] : segments).map(({ id }) => id.slice(1));
    return known.filter((number) => compare(parts(number), asked) < 0).at(-1);
  };

  const arrive = () => {
    const asked = location.hash.slice(1);
    if (led && asked.replace(/-[a-z]{2,8}$/, "") === led) return; // in whichever language
    led = "";
    message.hidden = true;
    const [, passage, lang] = form.exec(asked) ?? [];
    if (!passage || document.getElementById(asked)) return;
    const id = `s${parts(passage).join("-")}`;
    const there = document.getElementById(`${id}-${lang}`) ?? document.getElementById(id);
    const before = there ? "" : nearest(parts(passage));
    const to = there?.id ?? `s${before ?? `${parts(document.querySelector(".segment").dataset.passage)[0]}-0`}`;
    if (!there) {
      led = to;
      const text = before ? message.dataset.wrong : message.dataset.start;
      const shown = to.slice(1).replaceAll("-", ".");
      message.hidden = false;
      words.textContent = text.replace("%s", parts(passage).join(".")).replace("%s", shown);
    }
    location.replace(`#${to}`);
  };

  message.querySelector("button").addEventListener("click", () => {
    message.hidden = true;
  });
  document.body.append(message);
  arrive();
  addEventListener("hashchange", arrive);
};

each("template#passage-menu", wrongAddress);
