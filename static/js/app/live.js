// News: what others add comes onto a plan's page by itself while somebody looks at it. Nothing that is being typed,
// no place on the page and no open fold is lost by it. Every page works without it.

const COMES_BACK_MS = 30_000;

/** Whoever only glances at a page needs no stream. */
const A_GLANCE_MS = 1000;

/** Words for few people come by an address of their own (plan.html). */
const APART = "[hx-morph-skip-children]";

const [live, shows] = (document.documentElement.dataset.live ?? "").split("?seen=");
let seen = shows;
/** @type {EventSource | undefined} */
let stream;
/** @type {Promise<void> | undefined} */
let looking;

function watchPlan() {
  const isLookedAt = document.visibilityState === "visible" && !document.documentElement.hidden;
  if (!isLookedAt) {
    stream?.close();
    stream = undefined;
  } else if (live && !stream) {
    const own = new EventSource(`${live}?seen=${seen}`);
    stream = own;
    own.onmessage = ({ lastEventId }) => {
      seen = lastEventId;
      looking = (looking ?? Promise.resolve()).then(look).catch(() => {});
    };
    own.onerror = () => {
      // As long as it can, it comes back by itself.
      if (own.readyState !== EventSource.CLOSED || stream !== own) return;
      stream = undefined;
      look().catch(() => {});
      setTimeout(watchPlan, COMES_BACK_MS);
    };
  }
}

/** Reads this page once more and lets what is new grow into it. */
async function look() {
  const main = document.getElementById("main");
  if (!main || document.documentElement.hidden) return;
  // Nobody opened it: it must not keep anybody signed in.
  const answer = await fetch(location.pathname, { headers: { Purpose: "prefetch" }, redirect: "manual" });
  const text = await answer.text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  // Somebody types where nothing would be any more: their words first.
  if (typedIn(main).some(({ id }) => !fresh.getElementById(id) && !main.querySelector(`${APART} #${id}`)))
    return;
  if (answer.ok) await grow(main, text);
  else if (answer.status < 500) location.reload();
}

/** @param {Element} place @returns {HTMLInputElement[]} */
const typedIn = (place) =>
  [.../** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll("input, textarea"))].filter(
    ({ value, defaultValue }) => value !== defaultValue,
  );

/** @param {HTMLElement} main @param {string} text */
async function grow(main, text) {
  const { htmx } = /** @type {any} */ (window);
  const held = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest("main [id]");
  const top = held?.getBoundingClientRect().top ?? 0;
  await htmx.swap({ text, target: main, select: "#main", swap: "outerMorph", sourceElement: main });
  for (const place of main.querySelectorAll(APART)) if (!typedIn(place).length) htmx.trigger(place, "news");
  if (held?.isConnected) scrollBy({ top: held.getBoundingClientRect().top - top, behavior: "instant" });
}

if (live) {
  // What somebody has opened stays open.
  /** @type {any} */ (window).htmx.config.morphIgnore.push("open");
  setTimeout(watchPlan, A_GLANCE_MS);
  addEventListener("visibilitychange", watchPlan);
}
