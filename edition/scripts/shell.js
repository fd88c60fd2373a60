// The colours, and the contents beside the page. On narrow screens the contents are a popover, which needs no script.

const themes = ["auto", "light", "dark"];

each(".colour-mode", (button) => {
  button.addEventListener("click", () => {
    const now = themes.indexOf(root.dataset.theme ?? "auto");
    const next = themes[(now + 1) % themes.length];
    if (next === "auto") delete root.dataset.theme;
    else root.dataset.theme = next;
    remember("edition-theme", next);
  });
  button.hidden = false;
});

each(".contents-hide", (button) => {
  const shown = () => root.dataset.contents !== "hidden";
  const say = () => button.setAttribute("aria-expanded", shown());
  button.addEventListener("click", () => {
    root.dataset.contents = shown() ? "hidden" : "shown";
    remember("edition-contents", root.dataset.contents);
    say();
  });
  say();
});
