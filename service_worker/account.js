// Whose phone this is now. Everything private carries the account; what belongs to another stays shut.

const sw = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/**
 * Who is signed in, as the server's list says it.
 * @typedef {object} Account
 * @property {string} account an opaque name
 * @property {CryptoKey} key opens this account's rows, and cannot be read out of the phone
 * @property {Record<string, string>} moves where the short addresses lead
 */

/** @type {Account | null | undefined} nothing: not looked up yet; null: nobody */
let known;

/** @returns {Promise<Account | null>} who is signed in on this phone, as far as it knows */
async function whose() {
  if (known === undefined) {
    const found = (await fact("account")) ?? null;
    known ??= found;
  }
  return known ?? null;
}

/** @param {Account} here */
const cacheOf = (here) => `pages-${here.account}`;
/** @param {Account} here */
const shelfOf = (here) => caches.open(cacheOf(here));

/** @param {{account: string, key: string, moves: Record<string, string>}} list the server's word */
async function learn(list) {
  const before = await whose();
  if (before?.account !== list.account) await forget();
  const bytes = Uint8Array.from(atob(list.key), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  known = { account: list.account, key, moves: list.moves };
  await setFact("account", known);
  // What waited for its author goes now.
  if (before?.account !== list.account) await sendWaiting("event");
}

/**
 * Nobody is signed in here any more: kept pages go, and waiting words stay behind a key that goes with them.
 * By name, never "clear all": that would take the outbox along.
 */
async function forget() {
  // First, so that a page still on its way finds nobody to be kept for.
  known = null;
  await setFact("account", undefined);
  await emptyAll("pages-");
}

/** @param {string} kind how the names of such caches begin @param {string} [except] */
async function emptyAll(kind, except) {
  for (const name of await caches.keys()) if (name.startsWith(kind) && name !== except) await empty(name);
}

/** @param {string} name of a cache, deleted page by page: a cache deleted whole can stay in the browser's files */
async function empty(name) {
  const shelf = await caches.open(name);
  for (const page of await shelf.keys()) await shelf.delete(page);
  await caches.delete(name);
}

/** @param {Account} here @param {Thing} thing */
async function seal(here, thing) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = new TextEncoder().encode(JSON.stringify(thing));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, here.key, bytes) };
}

/** @param {Account} here @param {Row} row @returns {Promise<Opened>} */
async function open(here, row) {
  const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, here.key, row.sealed);
  return { ...row, ...JSON.parse(new TextDecoder().decode(bytes)) };
}

/** Somebody signed out here with no signal: the server hears of it before anything else. */
async function tellOwed() {
  if (!(await fact("owed"))) return;
  const told = await reach("/leave", { method: "POST" });
  if (!told.ok) throw new TypeError("not heard");
  await setFact("owed", undefined);
}

/**
 * The person signs out. Wiped at once; the server is told now, or first thing when there is a signal.
 * @param {FetchEvent} event
 * @returns {Promise<Response | undefined>} the server's answer, if there was one in time
 */
async function leave(event) {
  await setFact("owed", true);
  await forget();
  await untell().catch(() => {});
  tellPages();
  try {
    const answer = await soon(fetch(event.request));
    // A redirect is an answer, too; its status cannot be seen.
    if (answer && answer.status < 400) {
      await setFact("owed", undefined);
      return answer;
    }
  } catch {
    // No signal. It is owed.
  }
  return undefined;
}

/**
 * "Sign out": asks first what is to become of words that are not sent.
 * @param {FetchEvent} event
 */
async function signOut(event) {
  const form = new URLSearchParams(await event.request.clone().text());
  const choice = form.get("waiting");
  const here = await whose();
  if (here) {
    // No page of this account sent it: another site must not be able to empty a phone.
    if (form.get("account") !== here.account) return goTo("/me");
    if (choice === "send") await soon(sendWaiting("pressed"), SILENCE_MS);
    const mine = (await allRows()).filter((row) => row.account === here.account);
    if (mine.length && choice !== "keep" && choice !== "delete")
      return ownPage("page-signing-out", { n: mine.length, account: here.account });
    if (choice === "delete") for (const row of mine) await remove(here, row.id);
  }
  return (await leave(event)) ?? ownPage("page-signed-out");
}

/**
 * Somebody comes to sign in: who signed out here with no signal is signed out first, not after them.
 * @param {FetchEvent} event
 */
async function comeIn(event) {
  await tellOwed().catch(() => {});
  // Perhaps they were sent here because their sign-in is over: the page that opens asks.
  listedAt = 0;
  return fetch(event.request);
}

/** Somebody is let in: until the server has said who, this is nobody's phone. Their sign-in ends the one before. */
async function expectAnybody() {
  await forget();
  await setFact("owed", undefined);
}
