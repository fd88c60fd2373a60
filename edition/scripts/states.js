// The switch between the reading states. The state itself is set before the page is drawn, by early/settings.js.

const readingStates = (control) => {
  const choice = control.querySelector("select");
  choice.value = root.dataset.readingState || usualState;
  choice.addEventListener("change", () => {
    const state = choice.value;
    root.dataset.readingState = state;
    remember("edition-reading-state", state);
    address("state", state === usualState ? "" : state);
  });
  control.hidden = false;
};

each(".reading-state", readingStates);
