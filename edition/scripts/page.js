// What every script of a page may use. The files of this folder become one, `edition.js`, in one strict function; each
// of the others is a block with names of its own. All words are in the page, and without scripts nothing is lost but the
// convenience.

const root = document.documentElement;
const usualState = "emended"; // the reading state that is shown until another is asked for

// In the address, so that a view can be sent; what is usual is left out.
function address(name, value) {
  const here = new URL(location.href);
  if (value) here.searchParams.set(name, value);
  else here.searchParams.delete(name);
  history.replaceState(history.state, "", here);
}

function remember(name, value) {
  try {
    sessionStorage.setItem(name, value); // before what an address asked for
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing still switches.
  }
}

function on(type, listener) {
  document.addEventListener(type, listener);
}

// Do something with each element of a kind, once the page is there.
function each(selector, action) {
  on("DOMContentLoaded", () => document.querySelectorAll(selector).forEach(action));
}

// A menu that has just been opened stands below its opener, or above it where there is no room, within the window. On
// narrow screens the style sheet decides.
function placeBelow(menu, opener) {
  const { left, top, bottom } = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const room = root.clientHeight - height;
  menu.style.setProperty("--left", `${Math.max(8, Math.min(left, root.clientWidth - width - 8))}px`);
  menu.style.setProperty("--top", `${Math.max(8, bottom + 12 < room ? bottom + 4 : Math.min(top - height - 4, room))}px`);
}
