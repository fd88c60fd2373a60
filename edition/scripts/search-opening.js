// The way to the search: `/`, or the link to its page. What searches is loaded only then.

{
  const typing = "input, textarea, select, [contenteditable]";

  // The form is on the search page itself; elsewhere it comes in a dialog.
  const opened = () => {
    const there = document.querySelector("form.search-form");
    if (there) return there;
    document.body.append(document.querySelector("template#search-dialog").content.cloneNode(true));
    const form = document.querySelector("form.search-form");
    // It closes before what searches has come, too; a hit may be on the page that is open already.
    form.closest("dialog").addEventListener("click", ({ target, currentTarget }) => {
      if (target.closest(".search-hits a, .search-close")) currentTarget.close();
    });
    return form;
  };

  const load = (form) => {
    if (form.dataset.loaded) return;
    form.dataset.loaded = "yes";
    const script = document.createElement("script");
    script.src = new URL("_static/search.js", form.action);
    script.onerror = () => delete form.dataset.loaded; // the next time it is asked for again
    document.head.append(script);
  };

  const open = () => {
    const form = opened();
    const dialog = form.closest("dialog");
    if (dialog && !dialog.open) dialog.showModal();
    load(form);
    form.q.focus();
    form.q.select();
  };

  on("keydown", (event) => {
    const other = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
    if (event.key !== "/" || other || event.target.closest(typing)) return;
    event.preventDefault();
    open();
  });
  on("click", (event) => {
    if (!event.target.closest("a.search-open") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  each("main form.search-form", (form) => {
    const asked = new URLSearchParams(location.search);
    for (const field of [form.q, form.section, form.kind, form.language]) field.value = asked.get(field.name) ?? "";
    form.hidden = false;
    open();
  });
}
