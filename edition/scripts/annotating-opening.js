// The way to the form for an annotation: words are selected, or a passage has its menu open. The form is loaded only then.

{
  const here = document.currentScript.src;
  let range = null; // the words that are selected

  const open = (passage, chosen) => {
    if (window.editionAnnotate) window.editionAnnotate(passage, chosen);
    else {
      const script = document.createElement("script");
      script.src = new URL("annotating.js", here);
      script.onload = () => window.editionAnnotate(passage, chosen);
      document.head.append(script);
    }
  };

  each("button.annotate-words", (button) => {
    on("selectionchange", () => {
      const selection = getSelection();
      const words = selection.isCollapsed ? null : selection.getRangeAt(0).cloneRange();
      const around = words?.commonAncestorContainer;
      const element = around?.closest ? around : around?.parentElement;
      const fits = element?.closest(".segment") || element?.querySelector(".segment");
      if (fits) range = words;
      // A tap on the button may take the selection away first.
      setTimeout(() => {
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
