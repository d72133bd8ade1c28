"use strict";
// Searches and filters the ledger. Without this, the page has the same content.
(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId("filter");
  const count = byId("filter-count");
  const openedAtOnce = 12;
  let components;

  // Texts are read when they are first needed: a page of 300 components is shown without them.
  const read = () =>
    (components ??= [...document.querySelectorAll("#ledger .owned")].map((details) => {
      const label = details.querySelector(".count");
      const name = details.querySelector("summary").firstChild.data;
      const objects = [...details.querySelectorAll("tbody")].map((body) => {
        const heading = `${name} ${body.rows[0].textContent}`;
        const rows = [...body.rows].slice(1).map((row) => ({
          row,
          text: `${heading} ${row.textContent}`.toLowerCase(),
          role: row.dataset.r,
          owner: row.dataset.o,
          environments: row.dataset.e?.trim().split(" "),
        }));
        return { body, rows };
      });
      return { details, label, all: label.textContent, objects, opened: false };
    }));

  const wanted = () => {
    const value = (name) => byId(`filter-${name}`)?.value ?? "";
    return {
      words: value("text").toLowerCase().split(/\s+/).filter(Boolean),
      role: value("role"),
      owner: value("owner"),
      environment: value("environment"),
      differs: byId("filter-differs")?.checked ?? false,
    };
  };

  const isShown = (one, want) =>
    want.words.every((word) => one.text.includes(word)) &&
    (!want.role || one.role === want.role) &&
    (!want.owner || one.owner === want.owner) &&
    (!want.environment || !one.environments || one.environments.includes(want.environment)) &&
    (!want.differs || one.environments !== undefined);

  const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

  const filter = () => {
    const want = wanted();
    const filters = want.words.length > 0 || want.role || want.owner || want.environment || want.differs;
    if (!filters && !components) return;
    let fields = 0;
    const matching = [];
    for (const component of read()) {
      let shown = 0;
      for (const { body, rows } of component.objects) {
        let left = 0;
        for (const one of rows) {
          const hidden = filters ? !isShown(one, want) : false;
          if (one.row.hidden !== hidden) one.row.hidden = hidden;
          if (!hidden) left += 1;
        }
        body.hidden = left === 0;
        shown += left;
      }
      component.details.hidden = shown === 0;
      component.label.textContent = filters ? `${shown} of ${component.all}` : component.all;
      if (shown) matching.push(component);
      fields += shown;
    }
    const few = filters && matching.length <= openedAtOnce;
    for (const component of components) {
      const open = few && !component.details.hidden;
      if (open && !component.details.open) {
        component.details.open = component.opened = true;
      } else if (!open && component.opened) {
        component.details.open = component.opened = false;
      }
    }
    count.textContent = filters
      ? `${counted(fields, "field")} in ${counted(matching.length, "component")}`
      : "";
  };

  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(filter, 120);
  };
  form.addEventListener("input", soon);
  form.addEventListener("reset", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    filter();
  });
  const setAll = (open) => {
    for (const details of document.querySelectorAll("#ledger .owned:not([hidden])")) details.open = open;
  };
  byId("filter-open").addEventListener("click", () => setAll(true));
  byId("filter-close").addEventListener("click", () => setAll(false));
  form.hidden = false;

  // A link to a component opens it.
  const reveal = () => {
    const target = byId(location.hash.slice(1));
    if (target?.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();
})();
