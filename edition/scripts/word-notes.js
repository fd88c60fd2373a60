// What is said of a word: the transmitted form of an emended one, the entry of one that is in a register; while it is
// pointed at or has the focus, or after a first tap.

const wordNotes = (template) => {
  const note = template.content.firstElementChild;
  const emendation = note.querySelector(".emendation");
  const entry = note.querySelector(".entry");
  const entries = document.querySelector("template#entries")?.content;
  const about = emendation?.querySelector(".about").textContent;
  const delay = 200; // to pass over a word, or from a word to its note
  const margin = 8;
  let word = null; // the link that is explained now
  let dismissed = null; // the focused one whose note was sent away
  let pressed = null; // where a finger or a button last went down
  let tapped = false; // whether that was the first tap on a word
  let timer = 0;

  const wordAt = (target) => target?.closest?.(".choice.emended a, a.mention");

  const hide = () => {
    clearTimeout(timer);
    word?.removeAttribute("aria-describedby");
    word = null;
    note.hidden = true;
  };

  const sayEmendation = (link, { transmitted, lost, kind, reason }) => {
    const part = (selector) => emendation.querySelector(selector);
    part(".about").textContent = (lost || about) + (transmitted || !lost ? ": " : "");
    part(".transmitted").textContent = transmitted;
    part(".transmitted").lang = link.closest("[lang]").lang;
    part(".kind").textContent = kind;
    part(".reason").textContent = reason;
    part("a").href = link.href;
  };

  const sayEntry = (link, { entry: slug, address }) => {
    const { lang } = link.closest("[lang]");
    const name = entries.querySelector(`[data-entry="${slug}"][lang="${lang}"]`).cloneNode(true);
    // Below what is said of an emendation the name is enough, or both would not fit a small window.
    if (emendation && !emendation.hidden) name.querySelector(".said").remove();
    entry.querySelector(".about").replaceChildren(name);
    entry.querySelector("a").href = address || link.href;
  };

  const show = (link, y) => {
    clearTimeout(timer);
    if (word === link) return;
    hide();
    word = link;
    const emended = link.matches(".mention") ? null : link.closest(".choice.emended");
    const mention = entry && link.closest("[data-entry]");
    if (emendation) emendation.hidden = !emended;
    if (entry) entry.hidden = !mention;
    if (emended) sayEmendation(link, emended.dataset);
    if (mention) sayEntry(link, mention.dataset);
    link.setAttribute("aria-describedby", note.id);
    note.hidden = false;
    place(y);
  };

  // Below the line that is pointed at, else below the whole word, or above it where there is no room; never beyond the window.
  const place = (y) => {
    const lines = [...word.getClientRects()];
    const pointed = lines.find(({ top, bottom }) => top <= y && y <= bottom);
    const { top } = pointed || lines[0];
    const { left: start, bottom } = pointed || lines.at(-1);
    const { offsetWidth: width, offsetHeight: height } = note;
    const left = Math.max(margin, Math.min(start, root.clientWidth - width - margin));
    const fits = bottom + height + margin <= root.clientHeight || top < height + margin;
    note.style.left = `${scrollX + left}px`;
    note.style.top = `${scrollY + (fits ? bottom : top - height)}px`;
  };

  const leave = () => {
    const focused = wordAt(document.activeElement);
    if (focused && focused !== dismissed) show(focused);
    else hide();
  };

  const later = (action) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };

  on("pointerover", ({ target, pointerType, buttons, clientY }) => {
    if (pointerType === "touch" || buttons) return;
    const link = wordAt(target);
    if (link && link !== word) later(() => show(link, clientY));
    else if (link || note.contains(target)) clearTimeout(timer);
    else later(leave);
  });
  root.addEventListener("pointerleave", () => later(leave));
  on("focusin", ({ target }) => {
    dismissed = null;
    const link = wordAt(target);
    if (link) show(link);
  });
  on("focusout", ({ target }) => {
    const held = [word, note].some((item) => item?.matches(":hover")) || note.contains(pressed);
    if (target === word && !held) hide();
  });
  on("pointerdown", ({ target, pointerType }) => {
    const link = wordAt(target);
    pressed = target;
    tapped = pointerType !== "mouse" && Boolean(link) && link !== word;
  });
  on("pointerup", ({ target }) => {
    if (!wordAt(target) && !note.contains(target)) hide();
  });
  on("click", (event) => {
    const link = wordAt(event.target);
    if (!link || !tapped || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    tapped = false;
    show(link);
  });
  on("keydown", ({ key }) => {
    pressed = null;
    tapped = false;
    if (key !== "Escape") return;
    dismissed = wordAt(document.activeElement);
    hide();
  });
  addEventListener("resize", hide);

  note.id = template.id;
  template.remove();
  document.body.append(note);
};

each("template#word-note", wordNotes);
