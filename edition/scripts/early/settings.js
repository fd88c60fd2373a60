// Before anything is drawn: what the reader has set becomes attributes of the page, which the style sheet obeys. The
// settings stand in the element of this script (edition/settings.py): name in the address, attribute, usual value, others.

document.documentElement.dataset.scripts = "on";

for (const setting of document.currentScript.dataset.settings.split(", ")) {
  const [name, attribute, ...values] = setting.split(" ");
  const kept = `edition-${attribute}`;
  // The address, which holds for the pages that follow too; else what the reader chose here, or once.
  let value = new URLSearchParams(location.search).get(name);
  try {
    if (values.includes(value)) sessionStorage.setItem(kept, value);
    else value = sessionStorage.getItem(kept) ?? localStorage.getItem(kept);
  } catch {
    // Nothing is kept here.
  }
  if (values.indexOf(value) > 0) document.documentElement.setAttribute(`data-${attribute}`, value);
}
