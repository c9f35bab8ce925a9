// What the page and the worker on this phone say to each other: what waits, what was sent, what is new.
// Every page works without it; then a form is sent as any form is.

const EVERY_MS = 60_000;

/**
 * What is the case on this phone, in numbers.
 * @typedef {{offline: boolean, waiting: number, ids: string[], refused: number, others: number, signIn: number, again: number}} State
 */

const worker = navigator.serviceWorker;
/** @type {ServiceWorkerRegistration | undefined} */
let registration;
/** @type {State | undefined} */
let state;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let next;
let takingOver = false;

/** @param {string} why "event" or "tick" */
function tend(why) {
  clearTimeout(next);
  worker.controller?.postMessage({ ask: "tend", why });
  next = setTimeout(tick, Math.max(1000, Math.min(state?.again || EVERY_MS, EVERY_MS)));
}

function tick() {
  if (document.visibilityState === "visible" && (state?.waiting || state?.offline)) tend("tick");
  else next = setTimeout(tick, EVERY_MS);
}

/** @param {string | undefined} words @param {number} n */
const counted = (words, n) => (words ?? "").replace("⟦n⟧", String(n));

function showChip() {
  const chip = document.getElementById("unsent-chip");
  const n = (state?.waiting ?? 0) + (state?.refused ?? 0);
  if (!chip) return;
  chip.textContent = counted(chip.dataset.words, n);
  chip.hidden = n === 0;
}

function showBar() {
  const bar = document.getElementById("bar");
  const place = document.getElementById("bar-words");
  const button = document.getElementById("bar-update");
  if (!bar || !place || !button) return;
  const { offline, refused, signIn, waiting, others, update } = bar.dataset;
  const fresh = Boolean(registration?.waiting && worker.controller);
  const words = [
    state?.refused && counted(refused, state.refused),
    state?.signIn && counted(signIn, state.signIn),
    state?.offline && offline,
    state?.waiting && !state.offline && counted(waiting, state.waiting),
    state?.others && counted(others, state.others),
    fresh && update,
  ]
    .filter(Boolean)
    .join(" ");
  button.hidden = !fresh;
  if (place.textContent === words) return;
  // Read aloud when it is news, and not once more on every page.
  const isNews = sessionStorage.getItem("told") !== words;
  place.setAttribute("aria-live", isNews ? "polite" : "off");
  bar.hidden = !words;
  place.textContent = words;
  sessionStorage.setItem("told", words);
}

/** @param {string} id @param {string | null} card as the server drew it */
function showSent(id, card) {
  const waits = document.getElementById(`words-${id}`);
  if (!waits || !card) return;
  const drawn = document.createRange().createContextualFragment(card);
  const article = drawn.firstElementChild;
  waits.replaceWith(drawn);
  /** @type {any} */ (window).htmx?.process(article);
}

/** What was sent while this page was being opened is still drawn as waiting: it is looked up on the server's own page. */
async function mendCards() {
  const stale = [...document.querySelectorAll(".words--waiting[id^=words-]")].filter(
    ({ id }) => !state?.ids.includes(id.slice("words-".length)),
  );
  if (!stale.length) return;
  const answer = await fetch(location.pathname).catch(() => undefined);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const { id } of stale) showSent(id.slice("words-".length), page.getElementById(id)?.outerHTML ?? null);
}

/** @param {string} id of a waiting thing, whose words come back into this page's form */
function bringBack(id) {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-names-itself]"));
  const answer = new MessageChannel();
  answer.port1.onmessage = ({ data }) => {
    if (!form || !data) return;
    const values = new URLSearchParams(data);
    values.set("instead", id);
    for (const name of ["id", "account", "revision"]) values.delete(name);
    for (const field of form.elements) {
      if (field instanceof HTMLInputElement && /radio|checkbox/.test(field.type))
        field.checked = values.getAll(field.name).includes(field.value);
      else if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)
        field.value = values.get(field.name) ?? field.value;
    }
    for (const folded of form.querySelectorAll("details")) folded.open = values.get("audience") !== "circle";
  };
  worker.controller?.postMessage({ ask: "form", id }, [answer.port2]);
}

/** @param {ServiceWorkerRegistration} found */
function watch(found) {
  registration = found;
  showBar();
  found.addEventListener("updatefound", () => {
    found.installing?.addEventListener("statechange", showBar);
  });
}

if (worker) {
  worker
    .register("/sw.js", { updateViaCache: "none" })
    .then(watch)
    .catch(() => {});
  worker.ready.then(({ active }) => worker.controller || active?.postMessage({ ask: "claim" }));
  worker.startMessages();
  worker.addEventListener("message", ({ data }) => {
    if (data.sent) showSent(data.sent, data.html);
    if (!data.state) return;
    // The list of what is not sent, with its buttons, is to be true while somebody looks at it.
    const isOld =
      state &&
      JSON.stringify([state.ids, state.refused]) !== JSON.stringify([data.state.ids, data.state.refused]);
    state = data.state;
    if (isOld && document.querySelector(".unsent")) location.replace("/unsent");
    showChip();
    showBar();
    mendCards();
    if (state?.waiting) {
      navigator.storage?.persist?.();
      clearTimeout(next);
      next = setTimeout(tick, Math.max(1000, state.again));
    }
  });
  worker.addEventListener("controllerchange", () => {
    // Only the page whose reader asked for it: another may have words in a form.
    if (takingOver) location.reload();
    else tend("event");
  });
  for (const event of ["pageshow", "online"]) addEventListener(event, () => tend("event"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") tend("event");
  });
  tend("event");

  const again = new URLSearchParams(location.search).get("again");
  if (again) bringBack(again);
}

addEventListener("click", async ({ target }) => {
  if (!(target instanceof HTMLButtonElement)) return;
  if (target.id === "bar-update") {
    takingOver = true;
    registration?.waiting?.postMessage({ ask: "take over" });
  }
  if (target.dataset.copy) {
    await navigator.clipboard.writeText(document.getElementById(target.dataset.copy)?.textContent ?? "");
    target.textContent = target.dataset.copied ?? "";
  }
});

// Where the browser lets us offer it: "Put it on this phone".
addEventListener("beforeinstallprompt", (event) => {
  const button = document.querySelector("[data-install]");
  if (!(button instanceof HTMLElement)) return;
  event.preventDefault();
  button.hidden = false;
  button.onclick = () => /** @type {any} */ (event).prompt();
});
