// Reading: from the server where it answers, from what was kept where it does not, and then it says so.

/** When the server was last silent: for a while after that it is not waited for as long. */
let silentAt = 0;
const patience = () => (Math.abs(Date.now() - silentAt) < 10_000 ? 300 : PATIENCE_MS);

/**
 * A page for somebody to read.
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function read(event) {
  const { pathname: path, search: query } = new URL(event.request.url);
  try {
    await tellOwed();
  } catch {
    return withoutSignal(null, path);
  }
  const here = await whose();
  const kept = here ? await keptPage(here, path) : undefined;
  const looksOn = event.request.mode !== "navigate";
  const asked = fetchPage(here, path, query, kept, looksOn ? (kept?.version ?? "") : undefined);
  const moved = here?.moves[path];
  const tended = asked.then(tend);
  event.waitUntil(tended.then(() => sendWaiting("event"), tellPages));
  try {
    const spare = kept || SHELL.includes(path) || (here && moved && (await keptPage(here, moved)));
    const came = await soon(asked, spare ? patience() : SILENCE_MS);
    if (!came) silentAt = Date.now();
    if (!came || (came.answer.status >= 500 && spare)) return withoutSignal(here, path, kept);
    // Just signed in, and something waits here: whose it is shows in a moment.
    if (!here && came.html && (await allRows()).length) await soon(tended, 500);
    const now = await whose();
    if (came.html === undefined && path !== "/unsent") return came.answer;
    return asPage(await dressed(now, path, came.html ?? (await came.answer.text())));
  } catch {
    return withoutSignal(here, path, kept);
  }
}

/**
 * A page with what this phone adds to it: what waits, and how old it is.
 * @param {Account | null} here
 * @param {string} path
 * @param {string} html
 * @param {number} [seen] when the server drew it, if that is not now
 */
async function dressed(here, path, html, seen) {
  if (path === "/unsent") return unsentPage(here, html);
  const page = here && html.includes("<!--waiting ") ? await withWaiting(here, path, html) : html;
  if (seen === undefined) return page;
  const label = await pour("as-it-was", { when: inWords(seen, html) });
  return page.replace("<!--as-it-was-->", () => label);
}

/**
 * @param {Account | null} here
 * @param {string} path
 * @param {Kept} [kept]
 */
async function withoutSignal(here, path, kept) {
  if (kept) return asPage(await dressed(here, path, kept.html, kept.seen));
  const to = here?.moves[path];
  if (to && to !== path) return goTo(to);
  if (SHELL.includes(path)) return asPage(await dressed(here, path, await shellPage(path)));
  if (await fact("owed")) return ownPage("page-signed-out", {}, 503);
  if (await fact("old")) return ownPage("page-connect-once", {}, 503);
  return ownPage("page-offline", { links_html: here ? await linksToKept(here) : await pour("no-link") }, 503);
}

/** @param {Account} here */
async function linksToKept(here) {
  let links = "";
  const shelf = await shelfOf(here);
  for (const { url } of await shelf.keys()) {
    const href = new URL(url).pathname;
    const kept = /\/add$/.test(href) ? undefined : await keptPage(here, href);
    // What its heading says; a page's title names nobody.
    const name = /<h1[^>]*>(?:<bdi>)?([^<]+)/.exec(kept?.html ?? "")?.[1];
    if (name) links += await pour("link", { href, name_html: name });
  }
  return links || pour("no-link");
}

/**
 * Static files carry their hash in their name: what is kept is right for ever.
 * @param {Request} request
 */
const staticFile = async (request) => (await caches.match(request.url)) ?? fetch(request);
