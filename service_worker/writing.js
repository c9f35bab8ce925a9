// Writing: a form with words is kept first and sent then; what waits can be sent, changed, copied or discarded.

const CHANGING_MS = 15 * 60_000;
/** Where something is added to a plan: the plan's page, and what it is added to (a box, a scale, the steps). */
const PLAN_BOX = /^(.*\/plan)\/(\w+)\/add$/;
/** Words for so few people never stand on the plan's page. */
const KEPT_CLOSE = ["me", "worker"];

/**
 * Answers a form with words as the server would, signal or none.
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function write(event) {
  const { request } = event;
  const text = await request.clone().text();
  const form = new URLSearchParams(text);
  const id = form.get("id");
  const here = (await whose()) ?? (await tend().then(whose));
  // Nothing is sent under another name, nor for another site, which cannot know the account's.
  if (!here || !id || form.get("account") !== here.account)
    return ownPage("page-somebody-else", { text: form.get("text") }, 412);
  const thing = { to: new URL(request.url).pathname, form: text, at: Date.now() };
  const isPhoto = form.has("photo");
  const keeping = () => keep(here, id, thing, form.get("instead"));
  try {
    // The phone may be full. Kept pages can be had again; words cannot. What a photo shows is still there on paper.
    await keeping().catch((full) => (isPhoto ? Promise.reject(full) : empty(cacheOf(here)).then(keeping)));
  } catch {
    const full = isPhoto ? "page-full-photo" : "page-full";
    return fetch(request).catch(() => ownPage(full, { text: form.get("text") }, 507));
  }
  awaited.set(id, undefined);
  const sending = sendWaiting("event");
  event.waitUntil(sending.then(tellLater));
  await soon(sending);
  const answer = awaited.get(id);
  awaited.delete(id);
  return answerFor(thing, id, answer);
}

/** Where the browser can, it wakes this worker when the signal is back. */
function tellLater() {
  /** @type {any} */
  const { sync } = sw.registration;
  return sync?.register("outbox").catch(() => {});
}

/**
 * @param {Thing} thing
 * @param {string} id
 * @param {Answer} [answer]
 */
function answerFor(thing, id, answer) {
  if (answer?.receipt === id && answer.goes_to) return goTo(answer.goes_to);
  if (answer?.html) return asPage(answer.html, answer.status);
  const [, plan] = PLAN_BOX.exec(thing.to) ?? [];
  const close = KEPT_CLOSE.includes(new URLSearchParams(thing.form).get("audience") ?? "");
  return goTo(plan && !close && !answer ? `${plan}#words-${id}` : "/unsent");
}

/** @param {string} path */
const goTo = (path) => Response.redirect(path, 303);

/**
 * What waits for this page's boxes and sections, drawn as it will be drawn there, newest first.
 * @param {Account} here
 * @param {string} path
 * @param {string} html
 */
async function withWaiting(here, path, html) {
  const marks = html.matchAll(/<!--waiting (\w+)-->/g);
  // What the server has already, though its receipt was lost on the way, stands there once.
  const isDrawn = (/** @type {Row} */ { id }) => html.includes(`id="words-${id}"`);
  const plan = path.replace(/(\/plan)\/.*/, "$1");
  const rows = (await rowsOf(here)).filter((row) => !row.refused && !isDrawn(row)).reverse();
  for (const [mark, box] of marks) {
    let cards = "";
    for (const row of rows) {
      const form = new URLSearchParams(row.form);
      const audience = form.get("audience") || "circle";
      if (row.to !== `${plan}/${box}/add` || KEPT_CLOSE.includes(audience)) continue;
      const own = `waiting-${box}-${audience}`;
      cards += await pour((await mould(own)) ? own : `waiting-card-${audience}`, Object.fromEntries(form));
    }
    html = html.replace(mark, () => mark + cards);
  }
  return html;
}

/**
 * One thing that is not sent, with what is the case and what can be done.
 * @param {Opened} row
 * @param {string} html a page, for its language
 */
async function unsentItem(row, html) {
  const fields = Object.fromEntries(new URLSearchParams(row.form));
  const { text } = fields;
  const box = PLAN_BOX.exec(row.to)?.[2];
  const reasons = await Promise.all((row.reasons ?? []).map((reason) => pour("reason", { text: reason })));
  const refused = row.other ? "both" : `refused-${row.status}`;
  return pour(`unsent-${row.refused ? refused : "waiting"}`, {
    id: row.id,
    where_html: await pour(`where-${box ?? "change"}`, fields),
    when: inWords(row.at, html),
    text,
    mine: text,
    other: row.other?.text,
    reasons_html: reasons.join(""),
  });
}

/**
 * The page of what is not sent.
 * @param {Account | null} here
 * @param {string} html the frame
 */
async function unsentPage(here, html) {
  const all = (await allRows()).length;
  const mine = here ? await rowsOf(here) : [];
  let items = "";
  for (const row of mine) items += await unsentItem(row, html);
  const others = all - mine.length;
  const rest = others ? await pour(here ? "unsent-others" : "unsent-locked", { n: others }) : "";
  items ||= here || !all ? await pour("unsent-none") : "";
  return withMain(html, await pour("page-unsent", { items_html: items, others_html: rest }));
}

/**
 * The buttons of that page.
 * @param {FetchEvent} event
 */
async function actOnUnsent(event) {
  const form = new URLSearchParams(await event.request.text());
  const here = await whose();
  const row = here && (await rowsOf(here)).find(({ id }) => id === form.get("id"));
  if (!here || !row) return goTo("/unsent");
  switch (form.get("act")) {
    case "change":
      // Held while its author is at it, and no longer than that.
      await alter(here, row, { after: Date.now() + CHANGING_MS });
      return goTo(`${row.to}?again=${row.id}`);
    case "discard":
      return ownPage("page-discard", { id: row.id, text: new URLSearchParams(row.form).get("text") });
    case "discard-for-good":
      await remove(here, row.id);
      break;
    case "keep-mine": {
      const mine = new URLSearchParams(row.form);
      mine.set("id", crypto.randomUUID());
      mine.set("revision", String(row.other?.revision));
      await keep(here, mine.get("id") ?? "", { to: row.to, form: `${mine}`, at: row.at }, row.id);
      await soon(sendWaiting("pressed"));
      break;
    }
    case "send":
      await alter(here, row, { after: 0, refused: false, status: undefined, reasons: undefined });
      await soon(sendWaiting("pressed"));
  }
  event.waitUntil(tellPages());
  return goTo("/unsent");
}

/** @param {string} id @returns {Promise<string | undefined>} the form of one's own thing, to be filled in again */
async function formOf(id) {
  const here = await whose();
  return here ? (await rowsOf(here)).find((row) => row.id === id)?.form : undefined;
}
