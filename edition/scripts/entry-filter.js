// The filter of the apparatus and of the page of all notes.

const entryFilter = (form) => {
  const list = form.parentElement;
  const entries = [...list.querySelectorAll(".listed-entry")];
  const sections = [...list.querySelectorAll(".entry-group")];
  const fields = [...form.querySelectorAll("select")];
  const options = fields.flatMap((field) => [...field.options].map((option) => ({ field, option, words: option.text })));
  const fits = (entry, name, value) => !value || entry.dataset[name] === value;
  const apply = () => {
    for (const entry of entries) entry.hidden = !fields.every(({ name, value }) => fits(entry, name, value));
    // With each choice, how many there would be with it.
    for (const { field, option, words } of options) {
      const others = fields.filter((other) => other !== field);
      const found = entries.filter(
        (entry) => fits(entry, field.name, option.value) && others.every(({ name, value }) => fits(entry, name, value)),
      );
      option.text = `${words} (${found.length})`;
    }
    for (const section of sections) section.hidden = !section.querySelector(".listed-entry:not([hidden])");
    const shown = entries.filter(({ hidden }) => !hidden).length;
    form.querySelector("output").value = form.dataset.shown.replace("%s", shown).replace("%s", entries.length);
  };
  const asked = new URLSearchParams(location.search);
  for (const field of fields) {
    field.value = asked.get(field.name) || "";
    if (field.selectedIndex < 0) field.value = "";
    field.addEventListener("change", () => {
      address(field.name, field.value);
      apply();
    });
  }
  apply();
  form.hidden = false;
};

each(".entry-filter", entryFilter);
