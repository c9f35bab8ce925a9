// Moulds: parts of pages that the server drew from the same templates, with places to pour words into.

const SHELVES = `static-${BUILD}`;

/** @type {Promise<string> | undefined} */
let moulds;

/** @param {string} path @returns {Promise<string>} a page of the shell, which holds nobody's words */
async function shellPage(path) {
  const shelf = await caches.open(SHELVES);
  return (await shelf.match(path))?.text() ?? "";
}

/** @param {string} name */
async function mould(name) {
  moulds ??= shellPage("/offline/moulds");
  return (await moulds).split(`<!--mould ${name}-->`)[1]?.split("<!--/mould-->")[0] ?? "";
}

/** @param {unknown} value */
const escaped = (value) => String(value ?? "").replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/**
 * Pours values into a mould in one go, so that nobody's words can be taken for a place to pour into.
 * @param {string} name
 * @param {Record<string, unknown>} [values] what ends in _html is poured as it is, all else is escaped
 */
async function pour(name, values = {}) {
  return (await mould(name)).replace(/⟦(\w+)⟧/g, (_, key) =>
    key.endsWith("_html") ? String(values[key] ?? "") : escaped(values[key]),
  );
}

/** @param {number} at milliseconds @param {string} html a page, for its language */
function inWords(at, html) {
  const near = Math.abs(Date.now() - at) < 6 * 86_400_000;
  return new Intl.DateTimeFormat(/<html lang="([\w-]+)"/.exec(html)?.[1], {
    weekday: "long",
    ...(!near && { day: "numeric", month: "long" }),
    hour: "2-digit",
    minute: "2-digit",
  }).format(at);
}

/**
 * A page with other contents between its marks.
 * @param {string} html
 * @param {string} main
 */
function withMain(html, main) {
  const title = /<!--title (.*?)-->/.exec(main)?.[1];
  const page = html.replace(/<!--main-->[\s\S]*<!--\/main-->/, () => `<!--main-->${main}<!--/main-->`);
  return title ? page.replace(/(<title>).*( · .*<\/title>)/, (_, open, end) => open + title + end) : page;
}

/** @param {string} html @param {number} [status] */
const asPage = (html, status = 200) =>
  new Response(html, {
    status,
    headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
  });

/**
 * A page of this worker's own, in the frame that stands round every page.
 * @param {string} name its mould
 * @param {Record<string, unknown>} [values]
 * @param {number} [status]
 */
async function ownPage(name, values, status) {
  const here = await whose();
  const kept = here && (await keptPage(here, "/unsent"));
  return asPage(withMain(kept?.html ?? (await shellPage("/unsent")), await pour(name, values)), status);
}
