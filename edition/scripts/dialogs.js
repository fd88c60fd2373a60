// A dialog closes when one presses beside it; not when words that are being selected in it end there.

let pressed = null;

on("pointerdown", ({ target }) => {
  pressed = target;
});
on("click", ({ target }) => {
  if (target === pressed && target.matches("dialog")) target.close();
});
