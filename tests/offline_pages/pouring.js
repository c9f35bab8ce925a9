// Pours moulds into the open page, as the worker does. Evaluated by test_poured.py.
({
  /** @returns {Promise<Map<string, string>>} every mould by its name */
  async moulds() {
    this.all ??= fetch("/offline/moulds").then(async (answer) => {
      const found = (await answer.text()).matchAll(/<!--mould ([\w-]+)-->([\s\S]*?)<!--\/mould-->/g);
      return new Map(Array.from(found, ([, name, html]) => [name, html]));
    });
    return this.all;
  },
  /** @param {string} name @param {Record<string, string>} values */
  async pour(name, values) {
    const mould = (await this.moulds()).get(name);
    return mould.replace(/⟦(\w+)⟧/g, (_, key) => values[key] ?? `no ${key}`);
  },
  /** @param {[string, Record<string, string>, string[][]]} what a page's mould, its values, and moulds for a value of it */
  async page([name, values, parts]) {
    const given = { ...values };
    for (const [into, part, number] of parts ?? [])
      given[into] =
        (given[into] ?? "") + (await this.pour(part, { ...values, id: `${values.id}-${number}` }));
    const html = await this.pour(name, given);
    const main = document.querySelector("main");
    main.innerHTML = html;
    document.title = /<!--title (.*?)-->/.exec(html)?.[1] ?? document.title;
  },
  /** @param {Record<string, string>} values what waits at the place of each box and section, and "as it was" */
  async waiting(values) {
    const places = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
    const marks = [];
    while (places.nextNode()) marks.push(places.currentNode);
    const all = await this.moulds();
    let number = 0;
    for (const mark of marks) {
      const box = /^waiting (\w+)$/.exec(mark.data)?.[1];
      const own = [`waiting-${box}-family`, `waiting-${box}-circle`, "waiting-card-family"];
      const mould = own.find((each) => all.has(each));
      const html = box && (await this.pour(mould, { ...values, id: `w${number++}` }));
      const was = mark.data === "as-it-was" && (await this.pour("as-it-was", values));
      if (html || was) mark.after(document.createRange().createContextualFragment(html || was));
    }
  },
  /** The chip and the bar, with what they say. */
  say() {
    const chip = document.getElementById("unsent-chip");
    const bar = document.getElementById("bar");
    chip.textContent = chip.dataset.words.replace("⟦n⟧", "3");
    document.getElementById("bar-words").textContent = `${bar.dataset.offline} ${bar.dataset.update}`;
    for (const each of [chip, bar, document.getElementById("bar-update")]) each.hidden = false;
  },
});
