// A note in a panel: beside the text, where there is room; else over the other language, or below the words, so that
// what is read stays free; on a small screen it comes from below. The mark stays a link to the note in the list.

const notePanel = (template) => {
  const panel = template.content.firstElementChild;
  const part = (selector) => panel.querySelector(selector);
  const small = matchMedia("(max-width: 48rem)");
  const delay = 300; // to pass over a mark, or beside the way to the panel
  const [margin, gap, head, narrowest, widest] = [8, 24, 64, 300, 480];
  let mark = null; // of the note that is shown
  let language = ""; // the one that was chosen, if not that of the mark
  let kept = false; // whether it stays when the pointer has gone
  let pressed = null;
  let opening = 0;
  let leaving = 0;

  const markAt = (target) => target?.closest?.(".note-mark");
  const isSeen = (item) => item.getClientRects().length > 0;
  const marks = () => [...document.querySelectorAll(`.note-mark[lang="${mark.lang}"]`)].filter(isSeen);
  const emphasise = (shown) => {
    const slug = mark.dataset.annotation;
    for (const item of document.querySelectorAll(`.quoted[data-annotations~="${slug}"], .note-mark[data-annotation="${slug}"]`))
      item.classList.toggle("noted", shown);
  };

  const close = () => {
    clearTimeout(opening);
    if (!mark) return;
    emphasise(false);
    if (panel.contains(document.activeElement)) mark.focus();
    panel.hidden = true;
    mark = null;
    language = "";
  };

  const fill = () => {
    const pair = document.getElementById(mark.hash.slice(1)).parentElement;
    const notes = [...pair.querySelectorAll(".edition-note")];
    const note = notes.find(({ lang }) => lang === (language || mark.lang));
    const copied = note.cloneNode(true);
    const number = copied.querySelector(".label");
    number.remove();
    copied.querySelector(".note-return")?.remove();
    for (const item of copied.querySelectorAll("[id]")) item.removeAttribute("id");
    const place = mark.closest("[data-passage]").dataset.passage;
    part(".head p").textContent = `${panel.dataset.title.replace("%s", number.querySelector("a").textContent)} · ${place}`;
    part(".words").lang = note.lang;
    part(".words").replaceChildren(...copied.childNodes);
    const works = [...part(".words").querySelectorAll(".bibtex-citation a")];
    const items = works.filter(({ href }, place) => works.findIndex((work) => work.href === href) === place).map((work) => {
      const item = document.createElement("li");
      item.append(work.cloneNode(true), `: ${work.title}`);
      return item;
    });
    part(".sources").hidden = !items.length;
    part(".sources ul").replaceChildren(...items);
    part(".about").replaceChildren(...pair.querySelector(".about-note").cloneNode(true).childNodes);
    part(".to-list").href = `#${note.id}`;
    part("output").value = "";
    for (const button of panel.querySelectorAll("[data-language]")) button.hidden = button.lang === note.lang;
    const all = marks();
    for (const button of panel.querySelectorAll("[data-step]"))
      button.disabled = !all[all.indexOf(mark) + Number(button.dataset.step)];
  };

  // At the right of everything; else over the column that the mark does not stand in.
  const beside = () => {
    const own = mark.closest(".parallel-cell");
    if (!own) return null;
    const box = (cell) => (cell.querySelector("p") || cell).getBoundingClientRect();
    const boxes = [...own.parentElement.querySelectorAll(".parallel-cell")].filter(isSeen).map(box);
    const left = Math.max(...boxes.map(({ right }) => right)) + gap;
    const room = root.clientWidth - margin - left;
    if (room >= narrowest) return { left, width: Math.min(room, widest) };
    const here = box(own);
    const other = boxes.find((each) => each.left >= here.right || each.right <= here.left);
    return other && { left: other.left - margin, width: other.width + 2 * margin };
  };

  const place = () => {
    const { style } = panel;
    style.left = style.top = style.width = "";
    // As it will stand: it may still be on its way from below.
    const floor = root.clientHeight - (small.matches ? panel.offsetHeight : 0);
    const seen = mark.getBoundingClientRect();
    if (kept && (seen.top < head || seen.bottom > floor - margin))
      scrollBy({ top: seen.top - Math.max(head, floor / 3), behavior: "instant" });
    if (small.matches) return;
    const { top, bottom, left } = mark.getBoundingClientRect();
    const side = beside();
    style.width = `${side ? side.width : Math.min(widest, root.clientWidth - 2 * margin)}px`;
    const { offsetWidth: width, offsetHeight: height } = panel;
    const lowest = root.clientHeight - height - margin;
    const above = bottom > lowest && top - height > head ? top - height : bottom;
    style.left = `${scrollX + (side ? side.left : Math.max(margin, Math.min(left, root.clientWidth - width - margin)))}px`;
    style.top = `${scrollY + (side ? Math.max(head, Math.min(top - margin, lowest)) : above)}px`;
  };

  const open = (link, keep) => {
    clearTimeout(opening);
    clearTimeout(leaving);
    if (mark) emphasise(false);
    mark = link;
    kept = keep;
    panel.dataset.mark = mark.id;
    panel.hidden = false;
    panel.scrollTop = 0;
    fill();
    place();
    emphasise(true);
  };

  const link = () => new URL(part(".to-list").hash, location.href.replace(/[?#].*/, "")).href;

  // As the menu of its passage cites that, with the name of the note, which is permanent.
  const citation = () => {
    const { annotation: slug } = mark.dataset;
    const data = document.querySelector("template#passage-menu").content.querySelector(`[data-language="${part(".words").lang}"]`);
    const state = data.querySelector(`[data-state="${root.dataset.readingState || usualState}"]`) ?? data.querySelector("i");
    const address = new URL(data.dataset.address, location.href.replace(/[?#].*/, ""));
    address.hash = `note-${slug}`;
    const place = `${mark.closest("[data-passage]").dataset.passage}, ${data.dataset.note.replace("%s", slug)}`;
    const form = data.querySelector('[data-form="plain"]').textContent;
    return form.replace("@passage@", place).replace("@text@", state.textContent).replace("@address@", address.href);
  };

  const copy = async (text) => {
    await navigator.clipboard.writeText(text);
    part("output").value = part("output").dataset.done;
  };

  panel.addEventListener("click", ({ target }) => {
    if (target.closest("a[href^='#']")) close();
    const { dataset } = target.closest("button") || { dataset: {} };
    if (dataset.step) {
      const all = marks();
      open(all[all.indexOf(mark) + Number(dataset.step)], true);
      if (target.disabled) panel.focus({ preventScroll: true });
    } else if (dataset.language) {
      language = dataset.language;
      fill();
      place();
      panel.focus({ preventScroll: true });
    } else if (dataset.copy) copy(dataset.copy === "link" ? link() : citation());
    else if ("close" in dataset) close();
  });

  on("click", (event) => {
    const link = markAt(event.target);
    if (link) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (link === mark && kept) return close();
      open(link, true);
      panel.focus({ preventScroll: true });
    } else if (![event.target, pressed].some((item) => panel.contains(item))) close();
  });
  on("pointerdown", ({ target }) => {
    pressed = target;
    if (panel.contains(target)) kept = true;
  });
  on("pointerover", ({ target, pointerType, buttons }) => {
    clearTimeout(opening);
    const link = markAt(target);
    if (link && link !== mark && !kept && pointerType === "mouse" && !buttons && !small.matches)
      opening = setTimeout(() => open(link, false), delay);
  });
  // On its way from the mark to the panel the pointer does not leave.
  on("pointermove", ({ clientX: x, clientY: y }) => {
    clearTimeout(leaving);
    if (!mark || kept) return;
    const boxes = [mark, panel].map((item) => item.getBoundingClientRect());
    const within = (at, from, to) =>
      at >= Math.min(...boxes.map((box) => box[from])) - margin && at <= Math.max(...boxes.map((box) => box[to])) + margin;
    if (!within(x, "left", "right") || !within(y, "top", "bottom")) leaving = setTimeout(close, delay);
  });
  on("focusin", ({ target }) => {
    if (!mark) return;
    if (panel.contains(target)) kept = true;
    else if (kept && target !== mark) close();
  });
  // The panel stands after its mark in the order of the keys, wherever it stands on the page.
  on("keydown", (event) => {
    if (event.key === "Escape") close();
    if (!mark || event.key !== "Tab") return;
    const items = [...panel.querySelectorAll("a[href], button, summary")].filter((item) => isSeen(item) && !item.disabled);
    const here = document.activeElement;
    if (here === mark && !event.shiftKey) {
      event.preventDefault();
      items[0].focus();
    } else if (event.shiftKey && [panel, items[0]].includes(here)) {
      event.preventDefault();
      mark.focus();
    } else if (!event.shiftKey && here === items.at(-1)) mark.focus({ preventScroll: true }); // and on from there
  });
  addEventListener("resize", () => mark && place());

  if (!navigator.clipboard) for (const button of panel.querySelectorAll("[data-copy]")) button.remove();
  document.body.append(panel);
};

each("template#note-panel", notePanel);
