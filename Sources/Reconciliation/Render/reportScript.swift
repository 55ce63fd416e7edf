/// What the page gains with a script: columns that sort, and search and filter over exceptions and invoices. Everything is
/// added by the script itself, so that without one nothing stands there that does nothing. Allowed by its digest alone.
let reportScript = """

  (() => {
    const make = (name, attributes, words) => {
      const element = document.createElement(name);
      for (const key in attributes) element.setAttribute(key, attributes[key]);
      if (words) element.textContent = words;
      return element;
    };
    const number = (text) => {
      const digits = text.replace(/[\\u202F\\u00A0]/g, "").replace(/\\u2212/g, "-").match(/-?[0-9]+(\\.[0-9]+)?/);
      return digits ? parseFloat(digits[0]) : -Infinity;
    };
    // An entry is a row or, where details follow it in a row of their own, the body of both.
    const entries = (table) => table.classList.contains("entries") ? [...table.tBodies] : [...table.tBodies[0].rows];
    const text = (entry, column) => (entry.rows ? entry.rows[0] : entry).cells[column].textContent.trim();
    for (const table of document.querySelectorAll("table.sort")) {
      const heads = [...table.tHead.rows[0].cells];
      const original = entries(table);
      heads.forEach((head, column) => {
        const button = make("button", { type: "button", class: "sorter", title: "Sort by this column" }, head.textContent);
        // Where a heading is repeated on a further page, buttons are left out: paper has the plain words.
        head.replaceChildren(button, make("span", { class: "on-paper" }, head.textContent));
        button.addEventListener("click", () => {
          const was = head.getAttribute("aria-sort");
          for (const other of heads) other.removeAttribute("aria-sort");
          const numeric = head.classList.contains("num");
          const next = was === null ? (numeric ? "descending" : "ascending")
            : was === (numeric ? "descending" : "ascending") ? (numeric ? "ascending" : "descending") : null;
          const rows = [...original];
          if (next) {
            head.setAttribute("aria-sort", next);
            const sign = next === "ascending" ? 1 : -1;
            const key = (row) => text(row, column);
            rows.sort((a, b) => sign * (numeric ? number(key(a)) - number(key(b)) : key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
          }
          if (rows.length > 0) rows[0].parentNode.append(...rows);
        });
      });
    }
    document.querySelectorAll("section.findable").forEach((section, index) => {
      const rows = [...section.querySelectorAll("table.sort")].flatMap(entries);
      if (rows.length === 0) return;
      const bar = make("div", { class: "find", role: "search", "aria-label": section.querySelector("h2").textContent });
      const search = make("input", { type: "search", id: "find-" + index, autocomplete: "off", spellcheck: "false" });
      const said = make("output", { for: "find-" + index, "aria-live": "polite" });
      bar.append(make("label", { for: "find-" + index }, "Search"), search);
      let choice = null;
      const codes = [...new Set(rows.map((row) => text(row, 0)))].sort();
      if (section.id === "exceptions" && codes.length > 1) {
        choice = make("select", { id: "code-" + index });
        choice.append(make("option", { value: "" }, "all codes"));
        for (const code of codes) choice.append(make("option", { value: code }, code));
        bar.append(make("label", { for: "code-" + index }, "Code"), choice);
      }
      const open = make("button", { type: "button", "aria-pressed": "false" }, "Open all details");
      open.addEventListener("click", () => {
        const opens = open.getAttribute("aria-pressed") === "false";
        open.setAttribute("aria-pressed", String(opens));
        for (const detail of section.querySelectorAll("details")) detail.open = opens;
      });
      bar.append(open, said);
      const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
      const show = () => {
        const wanted = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
        let count = 0;
        for (const row of rows) {
          const fits = wanted.every((word) => words.get(row).includes(word))
            && (!choice || choice.value === "" || text(row, 0) === choice.value);
          row.hidden = !fits;
          if (fits) count += 1;
        }
        said.textContent = count === rows.length ? "" : count + " of " + rows.length + " shown";
      };
      search.addEventListener("input", show);
      if (choice) choice.addEventListener("change", show);
      section.querySelector("h2").after(bar);
    });
  })();

  """
