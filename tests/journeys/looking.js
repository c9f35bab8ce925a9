// What a page must be for everybody, read off the page itself. Evaluated by test_every_page.py.
({
  /** @returns {string[]} what may be pressed and is too small for a thumb: at least 44 px, as DESIGN.md says */
  small() {
    const pressed =
      "button, .button, nav[aria-label] a, summary, label.choice, input:not(.choice__input), textarea, .top__leave, .top__back";
    return [...document.querySelectorAll(pressed)]
      .filter((each) => each.checkVisibility() && each.type !== "hidden")
      .map((each) => [each, each.getBoundingClientRect()])
      .filter(([, box]) => box.width < 43.5 || box.height < 43.5)
      .map(
        ([each, box]) =>
          `${each.outerHTML.slice(0, 90)} is ${Math.round(box.width)} x ${Math.round(box.height)}`,
      );
  },
  /** @returns {string[]} what sticks out of the page sideways */
  wide() {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const out = [...document.body.querySelectorAll("*")].filter((each) => {
      const box = each.getBoundingClientRect();
      return (
        box.width &&
        (box.right > root.clientWidth + 1 || box.left < -1) &&
        !each.closest(".visually-hidden, .unseen, .skip")
      );
    });
    return [
      `${root.scrollWidth} px on ${root.clientWidth}: ${out.slice(-2).map((each) => each.outerHTML.slice(0, 120))}`,
    ];
  },
  /** @returns {string[]} what shows nothing when the keyboard comes to it */
  unmarked() {
    const look = (each) =>
      [each, each.closest("label"), each.nextElementSibling]
        .filter(Boolean)
        .map((one) => {
          const style = getComputedStyle(one);
          return [style.outlineStyle, style.outlineWidth, style.boxShadow].join();
        })
        .join("|");
    const reached = [
      ...document.querySelectorAll("a[href], button, input:not([type=hidden]), textarea, summary"),
    ];
    return reached
      .filter((each) => {
        if (!each.checkVisibility()) return false;
        const before = look(each);
        each.focus({ preventScroll: true, focusVisible: true });
        const same = look(each) === before;
        each.blur();
        return same;
      })
      .map((each) => `no focus to be seen on ${each.outerHTML.slice(0, 100)}`);
  },
  /** @param {string[]} [only] @returns {Promise<string[]>} what axe finds, all rules or these */
  async axe(only) {
    const options = only ? { runOnly: only } : { rules: { "target-size": { enabled: true } } };
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"], ...options });
    return violations.flatMap((each) =>
      each.nodes
        .slice(0, 3)
        .map((node) => `${each.id}: ${node.html.slice(0, 140)} ${node.failureSummary.slice(0, 220)}`),
    );
  },
});
