"use strict";
// Searches and filters the ledger, and keeps what is searched for in the address. Without this, the page has the
// same content.
(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId("filter");
  const count = byId("filter-count");
  const START = "#ledger?";
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
    let matching = 0;
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
      const { details } = component;
      details.hidden = shown === 0;
      component.label.textContent = filters ? `${shown} of ${component.all}` : component.all;
      if (shown) matching += 1;
      fields += shown;
      // What is found is seen; what was closed before is closed again afterwards.
      if (filters && shown && !details.open) {
        details.open = component.opened = true;
      } else if ((!filters || !shown) && component.opened) {
        details.open = component.opened = false;
      }
    }
    count.textContent = filters ? `${counted(fields, "field")} in ${counted(matching, "component")}` : "";
  };

  // The address has names rather than numbers, so that it means the same on the next page that is made.
  const asked = () =>
    [...form.elements]
      .filter((one) => one.id && one.matches("input, select") && (one.type === "checkbox" ? one.checked : one.value))
      .map((one) => [
        one.id.replace("filter-", ""),
        one.type === "checkbox" ? "yes" : (one.selectedOptions?.[0].text ?? one.value),
      ]);

  const ask = (named) => {
    form.reset();
    for (const [name, value] of named) {
      const field = byId(`filter-${name}`);
      if (field?.type === "checkbox") field.checked = true;
      else if (field?.options) field.value = [...field.options].find((one) => one.text === value)?.value ?? "";
      else if (field) field.value = value;
    }
  };

  const remember = () => {
    const address = new URL(location.href);
    const named = new URLSearchParams(asked()).toString();
    if (named || address.hash.startsWith(START)) address.hash = named ? START + named : "";
    if (address.href !== location.href) history.replaceState(null, "", address);
  };

  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      filter();
      remember();
    }, 120);
  };
  form.addEventListener("input", soon);
  form.addEventListener("reset", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon();
  });
  const setAll = (open) => {
    for (const details of document.querySelectorAll("#ledger .owned:not([hidden])")) details.open = open;
  };
  byId("filter-open").addEventListener("click", () => setAll(true));
  byId("filter-close").addEventListener("click", () => setAll(false));
  form.hidden = false;

  // An address that has a search runs it; one of a component opens it, and what it is in.
  const go = () => {
    if (location.hash.startsWith(START)) {
      ask(new URLSearchParams(location.hash.slice(START.length)));
      filter();
      byId("ledger").scrollIntoView();
      return;
    }
    const target = byId(location.hash.slice(1));
    if (target?.tagName !== "DETAILS") return;
    for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", go);
  go();
})();
