// The menu of what a reader may set: views, reading state, annotated words. The browser opens and closes it.

const readingMenu = (menu) => {
  const opener = document.querySelector(`[popovertarget="${menu.id}"]`);
  if (!menu.showPopover) return;
  menu.addEventListener("toggle", ({ newState }) => {
    const open = newState === "open";
    opener.setAttribute("aria-expanded", open);
    if (!open) return;
    placeBelow(menu, opener);
    menu.querySelector("input:checked, select, input").focus();
  });
  opener.hidden = false;
};

each(".reading", readingMenu);
