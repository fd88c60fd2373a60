// The way to the form for an annotation: words are selected, or a passage has its menu open. The form is loaded only then.

{
  const here = document.currentScript.src;
  let range = null; // the words that are selected
  let coming = null; // the form: loaded once, however often one presses while it comes

  const load = () =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: new URL("annotating.js", here), onload: done, onerror: failed });
      document.head.append(script);
    });
  const open = async (passage, chosen) => {
    coming ??= load().catch((error) => {
      coming = null; // the next press tries again
      throw error;
    });
    try {
      await coming;
      await window.editionAnnotate(passage, chosen);
    } catch (error) {
      console.warn(error);
      // As without scripts.
      const way = document.querySelector("a.annotate");
      if (way) location.assign(way.href);
    }
  };

  each("button.annotate-words", (button) => {
    let changing = 0;
    on("selectionchange", () => {
      const selection = getSelection();
      const words = selection.isCollapsed ? null : selection.getRangeAt(0).cloneRange();
      const around = words?.commonAncestorContainer;
      const element = around?.closest ? around : around?.parentElement;
      const fits = element?.closest(".segment") || element?.querySelector(".segment");
      if (fits) range = words;
      // A tap on the button may take the selection away first.
      clearTimeout(changing);
      changing = setTimeout(() => {
        button.hidden = !fits || getSelection().isCollapsed;
        if (!button.hidden) placeBelow(button, words);
      }, fits ? 0 : 200);
    });
    button.addEventListener("pointerdown", (event) => event.preventDefault());
  });
  on("click", (event) => {
    const button = event.target.closest(".annotate");
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const menu = button.closest(".passage-menu");
    document.querySelector("[aria-haspopup][aria-expanded=true]")?.focus();
    menu?.hidePopover();
    open(menu?.querySelector("a").textContent, button.matches(".annotate-words") ? range : null);
  });
}
