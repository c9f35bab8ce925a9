// Sending what waits: all in one request, in the order it was written, one sender at a time.

const SILENCE_MS = 30_000;
const PATIENCE_MS = 3_000;
const LONGEST_WAIT_MS = 300_000;
/** The server takes 64 KiB at once. */
const MOST_LETTERS = 48_000;
const MOST_THINGS = 25;

/** Why sending is tried: a tick of the clock waits longest, a press of "Send now" least. @typedef {"tick" | "event" | "pressed"} Why */
/** How long to wait, and how seriously: 0 no signal, 1 the server is unwell, 2 the server said when. @typedef {{from: number, until: number, tries: number, grade: 0 | 1 | 2}} Wait */
/** The server's word on one thing. @typedef {{id: string, status: number, receipt?: string | null, goes_to?: string | null, html?: string | null, reasons?: string[], retry_after?: number | null, other?: {text: string, revision: number} | null}} Answer */

/** Whether the server answered when it was last asked. */
let reachable = true;
/** @type {Map<string, Answer | undefined>} answers that a page is waiting for, by the thing's id */
const awaited = new Map();

/**
 * Asks the server, and notes whether it is there.
 * @param {RequestInfo} address
 * @param {RequestInit} [options]
 */
async function reach(address, options) {
  try {
    const answer = await fetch(address, {
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(SILENCE_MS),
      ...options,
    });
    reachable = true;
    await heed(answer);
    return answer;
  } catch (reason) {
    reachable = false;
    // Whatever happened meanwhile is asked for at first contact.
    listedAt = 0;
    throw reason;
  }
}

/**
 * Every answer says for whom it was: where that is somebody else than we think, or nobody, all is put away.
 * @param {Response} answer
 */
async function heed(answer) {
  const account = answer.headers.get("Account");
  const here = await whose();
  if (!account || account === (here?.account ?? "none")) return;
  listedAt = 0;
  if (here) await forget();
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} [ms]
 * @returns {Promise<T | undefined>} nothing when it takes longer
 */
const soon = (promise, ms = PATIENCE_MS) =>
  Promise.race([
    promise,
    new Promise((/** @type {(value: undefined) => void} */ resolve) => setTimeout(resolve, ms, undefined)),
  ]);

/** @param {Why} why */
async function sendWaiting(why) {
  try {
    await navigator.locks.request("outbox", async () => {
      while (await sendSome(why)) why = "event";
    });
  } catch {
    // No signal, or no answer: everything is still there.
  }
  await tellPages();
}

/** @param {Why} why */
async function mayTry(why) {
  /** @type {Wait | undefined} */
  const wait = await fact("wait");
  const now = Date.now();
  // A clock that was put back must not hold anything up.
  if (!wait || now >= wait.until || now < wait.from) return true;
  return wait.grade < { tick: 0, event: 1, pressed: 2 }[why];
}

/** @param {0 | 1 | 2} grade @param {number | null} [seconds] as the server said */
async function waitFor(grade, seconds) {
  const tries = ((await fact("wait"))?.tries ?? 0) + 1;
  const grown = Math.min(1000 * 2 ** tries, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2);
  const now = Date.now();
  const until = now + (seconds ? seconds * 1000 : grown);
  await setFact("wait", { from: now, until, tries, grade: seconds ? 2 : grade });
}

/** @param {Response} response */
const retryAfter = (response) => Number(response.headers.get("Retry-After")) || null;

/** @param {Account} here */
async function nextThings(here) {
  /** @type {Opened[]} */
  const things = [];
  let letters = 0;
  // Words first: on a slow line a photo takes a minute.
  const isPhoto = (/** @type {Opened} */ { form }) => Number(form.length > MOST_LETTERS);
  for (const row of (await rowsOf(here)).sort((a, b) => isPhoto(a) - isPhoto(b))) {
    if (row.refused || row.after > Date.now()) continue;
    letters += row.form.length;
    if (things.length && (letters > MOST_LETTERS || things.length === MOST_THINGS)) break;
    things.push(row);
  }
  return things;
}

/**
 * @param {Why} why
 * @returns {Promise<boolean>} whether there is more that can go now
 */
async function sendSome(why) {
  const here = await whose();
  const things = here ? await nextThings(here) : [];
  if (!here || !things.length || !(await mayTry(why))) return false;
  const body = new FormData();
  for (const { to, form } of things) {
    body.append("to", to);
    body.append("form", form);
  }
  /** @type {Response} */
  let response;
  /** @type {Answer[] | undefined} */
  let given;
  try {
    await tellOwed();
    // A photo of half a megabyte may take two minutes.
    const signal = AbortSignal.timeout(SILENCE_MS + (things[0]?.form.length ?? 0) / 5);
    response = await reach("/outbox", { method: "POST", body, signal, headers: { "HX-Request": "true" } });
    // Anything else than our list (the page of a hotel's Wi-Fi, say) is no receipt for anything.
    if (response.status === 200) given = await response.json().catch(() => undefined);
  } catch (reason) {
    await waitFor(0);
    throw reason;
  }
  // Nobody is signed in any more: heed() has put everything away.
  if (response.status === 401) return false;
  if (response.status === 413 && things.length === 1 && things[0])
    given = [{ id: things[0].id, status: 413 }];
  if (!Array.isArray(given)) {
    await waitFor(1, retryAfter(response));
    return false;
  }
  let done = 0;
  /** @type {[Thing, Answer][]} */
  const kept = [];
  for (const thing of things) {
    const answer = given.find((each) => each.id === thing.id);
    if (!answer) continue;
    if (answer.receipt === thing.id && answer.status < 300) kept.push([thing, answer]);
    else if (!(await settle(here, thing, answer))) continue;
    if (awaited.has(thing.id)) awaited.set(thing.id, answer);
    done++;
  }
  if (kept.length) {
    await showInKept(here, kept);
    await remove(here, ...kept.map(([, { id }]) => id));
    for (const [, { id, html }] of kept) await tell({ sent: id, html });
    listedAt = 0;
  }
  if (done) await setFact("wait", undefined);
  const late = given.find(({ status }) => status === 425 || status === 429 || status >= 500);
  if (late || !done) await waitFor(1, late?.retry_after);
  return done > 0 && !late;
}

/**
 * Does to one thing what its answer asks for.
 * @param {Account} here
 * @param {Opened} thing
 * @param {Answer} answer
 * @returns {Promise<boolean>} whether the way is free for the next
 */
async function settle(here, thing, answer) {
  const { status } = answer;
  if (status === 412) {
    // Another person's session, which is known by now unless it was over at once: this one waits for its author.
    await alter(here, thing, { after: (await whose()) ? Date.now() + LONGEST_WAIT_MS : 0 });
  } else if ([400, 403, 404, 409, 410, 413, 415, 422].includes(status)) {
    await alter(here, thing, {
      refused: true,
      status,
      reasons: answer.reasons ?? [],
      other: answer.other ?? undefined,
    });
  } else return false;
  return true;
}

/** @param {unknown} message */
async function tell(message) {
  for (const page of await sw.clients.matchAll({ includeUncontrolled: true })) page.postMessage(message);
}

/** Tells every page what is the case, in numbers. */
async function tellPages() {
  const here = await whose();
  const rows = await allRows();
  const mine = rows.filter((row) => row.account === here?.account);
  const refused = mine.filter((row) => row.refused).length;
  /** @type {Wait | undefined} */
  const wait = await fact("wait");
  // Somebody else's words are no number on a screen that is not theirs to look at.
  sw.navigator.setAppBadge?.(mine.length).catch(() => {});
  await tell({
    state: {
      offline: !reachable,
      waiting: mine.length - refused,
      ids: mine.map(({ id }) => id),
      refused,
      others: here ? rows.length - mine.length : 0,
      signIn: here ? 0 : rows.length,
      again: Math.max(0, Math.min((wait?.until ?? Number.POSITIVE_INFINITY) - Date.now(), 60_000)),
    },
  });
}
