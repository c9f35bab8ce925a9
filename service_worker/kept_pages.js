// Kept pages: what this account read last, as it was, for when there is no signal.

/** @typedef {{html: string, seen: number, keepFor: string, etag: string, version: string}} Kept */

/** When the list of pages was last asked for. */
let listedAt = 0;
const LIST_EVERY_MS = 60_000;

/**
 * @param {Account} here
 * @param {string} path
 * @returns {Promise<Kept | undefined>} nothing, too, when it was kept for too long: it is gone now, and that is noted
 */
async function keptPage(here, path) {
  const shelf = await shelfOf(here);
  const found = await shelf.match(path);
  if (!found) return undefined;
  const read = (/** @type {string} */ name) => found.headers.get(name) ?? "";
  // Either way: a clock may have been put back as well as forward.
  const at = Number(read("Kept-At"));
  if (Math.abs(Date.now() - at) > Number(read("Keep-For")) * 1000) {
    await shelf.delete(path);
    await setFact("old", true);
    return undefined;
  }
  return {
    html: await found.text(),
    seen: Date.parse(read("Date")) || at,
    keepFor: read("Keep-For"),
    etag: read("ETag"),
    version: read("Version"),
  };
}

/**
 * Keeps a page, unless its account is not here any more once it is kept.
 * @param {Account} here
 * @param {string} path
 * @param {Response} answer
 * @param {Omit<Kept, "seen">} page
 */
async function keepPage(here, path, answer, { html, keepFor, etag, version }) {
  const headers = {
    "Kept-At": String(Date.now()),
    "Keep-For": keepFor,
    Date: answer.headers.get("Date") ?? "",
    ETag: etag,
    Version: version,
  };
  await (await shelfOf(here)).put(path, new Response(html, { headers }));
  if ((await whose())?.account !== here.account) await empty(cacheOf(here));
}

/**
 * A page from the server, or the kept one where the server says that nothing has changed.
 * @param {Account | null} here
 * @param {string} path
 * @param {string} query
 * @param {Kept | undefined} kept
 * @param {string} [version]
 */
async function fetchPage(here, path, query, kept, version) {
  const headers = {
    ...(kept?.etag && { "If-None-Match": kept.etag }),
    // Brought along, and looked at by nobody.
    ...(version !== undefined && { Purpose: "prefetch" }),
  };
  const answer = await reach(path + query, { headers });
  if (answer.status === 304 && kept) {
    if (here) await keepPage(here, path, answer, version === undefined ? kept : { ...kept, version });
    return { answer, html: kept.html };
  }
  if (here && [403, 404, 410].includes(answer.status)) {
    await (await shelfOf(here)).delete(path);
    listedAt = 0;
  }
  const account = answer.headers.get("Account");
  if (answer.status !== 200 || !account) return { answer };
  const html = await answer.text();
  const keepFor = answer.headers.get("Keep-For");
  if (here && !query && keepFor && account === here.account) {
    const etag = answer.headers.get("ETag") ?? "";
    await keepPage(here, path, answer, { html, keepFor, etag, version: version ?? "" });
  }
  return { answer, html };
}

/** Asks for the list of this account's pages; brings what is new, deletes what is not listed any more. */
async function tend() {
  if (Date.now() - listedAt < LIST_EVERY_MS && Date.now() >= listedAt) return;
  listedAt = Date.now();
  try {
    await tellOwed();
    const headers = { "HX-Request": "true", Told: await toldUnder() };
    const answer = await reach("/offline/pages", { headers });
    if (answer.status !== 200) return;
    const list = await answer.json();
    await bring(list);
    await keepTold(list);
  } catch {
    // No signal: next time.
    listedAt = 0;
  }
}

/** @param {{account: string, key: string, keep_for: number, moves: Record<string, string>, pages: Record<string, string>}} list */
async function bring(list) {
  await learn(list);
  const here = await whose();
  if (!here) return;
  await emptyAll("pages-", cacheOf(here));
  const shelf = await shelfOf(here);
  for (const { url } of await shelf.keys())
    if (!(new URL(url).pathname in list.pages)) await shelf.delete(url);
  const due = Object.entries(list.pages);
  const bringNext = async () => {
    for (let next = due.shift(); next; next = due.shift()) {
      const [path, version] = next;
      const kept = await keptPage(here, path);
      if (kept?.version !== version) await fetchPage(here, path, "", kept, version);
    }
  };
  await Promise.all([bringNext(), bringNext(), bringNext()]);
  await setFact("old", undefined);
  // Now no kept page names the static files of an older build any more.
  await emptyAll("static-", SHELVES);
}

/**
 * Puts cards that the server has just drawn into the kept plans, so that they do not vanish when the signal does.
 * @param {Account} here
 * @param {[Thing, Answer][]} given
 */
async function showInKept(here, given) {
  const shelf = await shelfOf(here);
  const cards = given.flatMap(([{ to }, { html }]) => {
    const [, path, box] = PLAN_BOX.exec(to) ?? [];
    return path && html ? [{ path, html, mark: `<!--waiting ${box}-->` }] : [];
  });
  // Each page once: it is long, and each writing of it waits for the disk.
  for (const path of new Set(cards.map((card) => card.path))) {
    const found = await shelf.match(path);
    if (!found) continue;
    let page = await found.text();
    for (const { mark, html } of cards.filter((card) => card.path === path))
      page = page.replace(mark, () => mark + html);
    const headers = new Headers(found.headers);
    // It is not what the server drew any more.
    for (const name of ["ETag", "Version"]) headers.delete(name);
    await shelf.put(path, new Response(page, { headers }));
  }
}
