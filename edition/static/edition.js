// The switch between the reading states: remembered, and in the address, so that a view can be sent.
// The state itself is set before the page is drawn, by the few lines in layout.html.
(() => {
  "use strict";

  const root = document.documentElement;
  const fallback = "emended";

  const remember = (state) => {
    try {
      localStorage.setItem("edition-reading-state", state);
    } catch {
      // A browser that keeps nothing still switches.
    }
    const address = new URL(location.href);
    if (state === fallback) address.searchParams.delete("state");
    else address.searchParams.set("state", state);
    history.replaceState(history.state, "", address);
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const control of document.querySelectorAll(".reading-state")) {
      const choice = control.querySelector("select");
      choice.value = root.dataset.readingState || fallback;
      choice.addEventListener("change", () => {
        root.dataset.readingState = choice.value;
        remember(choice.value);
      });
      control.hidden = false;
    }
  });
})();
