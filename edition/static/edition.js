// What a page does beyond its links: the switch between the reading states, the ranges of notes, what is said of an
// emended word or of one that is in a register, the filter of the apparatus. All words are in the page; without scripts nothing is lost but the convenience.
(() => {
  "use strict";

  const root = document.documentElement;

  // In the address, so that a view can be sent; what is usual is left out.
  const address = (name, value) => {
    const here = new URL(location.href);
    if (value) here.searchParams.set(name, value);
    else here.searchParams.delete(name);
    history.replaceState(history.state, "", here);
  };

  const remember = (name, value) => {
    try {
      sessionStorage.setItem(name, value); // before what an address asked for
      localStorage.setItem(name, value);
    } catch {
      // A browser that keeps nothing still switches.
    }
  };

  const on = (type, listener) => document.addEventListener(type, listener);

  // -- Reading states. The state itself is set before the page is drawn, by the few lines in layout.html. --

  const usual = "emended";

  const readingStates = (control) => {
    const choice = control.querySelector("select");
    choice.value = root.dataset.readingState || usual;
    choice.addEventListener("change", () => {
      const state = choice.value;
      root.dataset.readingState = state;
      remember("edition-reading-state", state);
      address("state", state === usual ? "" : state);
    });
    control.hidden = false;
  };

  // -- The ranges of notes: whether they are shown, which is also set before the page is drawn. --

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

  // -- What is said of a word: the transmitted form of an emended one, the entry of one that is in a register; while it
  // is pointed at or has the focus, or after a first tap. --

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

  // -- The filter of the apparatus --

  const apparatusFilter = (form) => {
    const entries = [...document.querySelectorAll(".apparatus-entry")];
    const sections = [...document.querySelectorAll(".apparatus-section")];
    const fields = [...form.querySelectorAll("select")];
    const options = fields.flatMap((field) => [...field.options].map((option) => ({ field, option, words: option.text })));
    const fits = (entry, name, value) => !value || entry.dataset[name] === value;
    const apply = () => {
      for (const entry of entries) entry.hidden = !fields.every(({ name, value }) => fits(entry, name, value));
      // With each choice, how many there would be with it.
      for (const { field, option, words } of options) {
        const others = fields.filter((other) => other !== field);
        const found = entries.filter(
          (entry) => fits(entry, field.name, option.value) && others.every(({ name, value }) => fits(entry, name, value)),
        );
        option.text = `${words} (${found.length})`;
      }
      for (const section of sections) section.hidden = !section.querySelector(".apparatus-entry:not([hidden])");
      const shown = entries.filter(({ hidden }) => !hidden).length;
      form.querySelector("output").value = form.dataset.shown.replace("%s", shown).replace("%s", entries.length);
    };
    const asked = new URLSearchParams(location.search);
    for (const field of fields) {
      field.value = asked.get(field.name) || "";
      if (field.selectedIndex < 0) field.value = "";
      field.addEventListener("change", () => {
        address(field.name, field.value);
        apply();
      });
    }
    apply();
    form.hidden = false;
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".reading-state").forEach(readingStates);
    document.querySelectorAll(".ranges-shown").forEach(rangesShown);
    if (document.querySelector(".quoted")) pairs();
    document.querySelectorAll("template#word-note").forEach(wordNotes);
    document.querySelectorAll(".apparatus-filter").forEach(apparatusFilter);
  });
})();
