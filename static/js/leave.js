// Leaving in a hurry: the page is blank at once, here and in every other tab, and stays blank until somebody signs in again.
// Loaded before the page is painted and needs nothing else. With scripts off the link goes to /leave by itself.

(() => {
  /** Set when somebody leaves; taken away by the sign-in page only, once the server has heard of it. */
  const LEFT = "left";
  /** When that was. Pages loaded earlier stay blank for good, even when Back brings them out of memory. */
  const LEFT_AT = "left-at";
  const SIGN_IN = "/sign-in";
  const WITHIN_MS = 2000;
  const PATIENCE_MS = 3000;

  const page = document.documentElement;

  /**
   * @param {string} key
   * @returns {string} what is kept under this name, or nothing where keeping is not allowed
   */
  function kept(key) {
    try {
      return localStorage.getItem(key) ?? "";
    } catch {
      return "";
    }
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  function keep(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // A browser that keeps nothing has nothing to show again either.
    }
  }

  function blank() {
    page.hidden = true;
    document.title = "\u200b";
  }

  /** @returns {string} the neutral place to go to, which the link carries */
  function awayTo() {
    return document.getElementById("leave-now")?.dataset.leaveTo || "about:blank";
  }

  function tellTheServer() {
    if (navigator.sendBeacon?.("/leave")) return;
    fetch("/leave", { method: "POST", keepalive: true }).catch(() => {});
  }

  function leave() {
    blank();
    const to = awayTo();
    keep(LEFT_AT, String(Date.now()));
    keep(LEFT, "yes");
    tellTheServer();
    location.replace(to);
  }

  /** Blanks a private page that was left, however it came back on the screen. */
  function stayGone() {
    if (page.dataset.private !== "yes") return;
    const loadedBeforeLeaving = performance.timeOrigin <= Number(kept(LEFT_AT));
    if (kept(LEFT) !== "yes" && !loadedBeforeLeaving) return;
    blank();
    location.replace(SIGN_IN);
  }

  /** At the door again: whoever left with no signal is signed out now, before anybody can sign in. */
  async function arrive() {
    if (page.dataset.clearsLeave !== "yes" || kept(LEFT) !== "yes") return;
    page.hidden = true;
    try {
      const answer = await fetch("/leave", { method: "POST", signal: AbortSignal.timeout(PATIENCE_MS) });
      if (answer.ok) keep(LEFT, "");
    } catch {
      // Still no signal: private pages stay blank, and the next visit here tries again.
    }
    page.hidden = false;
  }

  arrive();
  stayGone();

  addEventListener("pageshow", (event) => {
    if (event.persisted) arrive();
    stayGone();
  });
  addEventListener("storage", (event) => {
    if (event.key !== LEFT || event.newValue !== "yes") return;
    blank();
    location.replace(awayTo());
  });

  addEventListener(
    "click",
    (event) => {
      if (!(event.target instanceof Element) || !event.target.closest("#leave-now")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      leave();
    },
    true,
  );

  /** @type {number[]} when Shift was pressed with no other key in between, so that writing capitals is not leaving */
  let presses = [];
  addEventListener(
    "keydown",
    (event) => {
      if (event.repeat) return;
      const now = performance.now();
      presses = event.key === "Shift" ? [...presses.filter((then) => now - then < WITHIN_MS), now] : [];
      if (presses.length >= 3) leave();
    },
    true,
  );
})();
