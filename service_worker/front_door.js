// The front door: what comes to this worker, and who answers it.

/** Where passkeys, invitations and signing in happen this worker does not stand in between. */
const UNTOUCHED =
  /^\/(sign-in|invitation|add-phone|waiting|leave|me\/phones|health|patterns|sw\.js|offline)|\/circle\/invit/;

/** Whoever comes in here may be somebody else. */
const COMING_IN = /^\/((demo\/)?sign-in|invitation\/claim|add-phone)$/;

const outboxed = OUTBOX.map((source) => new RegExp(source));

sw.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(SHELVES).then(async (shelf) => {
      await shelf.addAll(PRECACHE);
      // As nobody: these pages must hold nothing of whoever is signed in.
      await Promise.all(SHELL.map(async (path) => shelf.put(path, await shellAnswer(path))));
    }),
  );
});

/** @param {string} path */
async function shellAnswer(path) {
  const answer = await fetch(path, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new TypeError(path);
  return answer;
}

sw.addEventListener("activate", (event) => {
  event.waitUntil(sw.clients.claim().then(() => sendWaiting("event")));
});

sw.addEventListener("fetch", (event) => {
  const { method, mode, url, headers } = event.request;
  const { origin, pathname: path } = new URL(url);
  if (origin !== location.origin) return;
  // A page that is looked at is read anew when something new is there (live.js): as if it were opened, but by nobody.
  const opens = mode === "navigate" || headers.has("Purpose");
  const isFile = headers.get("Content-Type")?.startsWith("multi");
  if (method === "POST" && !opens) {
    if (path === "/leave")
      event.respondWith(leave(event).then((answer) => answer ?? new Response(null, { status: 503 })));
  } else if (method === "POST") {
    if (COMING_IN.test(path)) event.waitUntil(expectAnybody());
    else if (path === "/sign-out") event.respondWith(signOut(event));
    else if (path === "/unsent") event.respondWith(actOnUnsent(event));
    // A file that no script could make small goes straight to the server.
    else if (!isFile && outboxed.some((form) => form.test(path))) event.respondWith(write(event));
  } else if (method === "GET") {
    if (path.startsWith("/static/")) event.respondWith(staticFile(event.request));
    else if (opens && COMING_IN.test(path)) event.respondWith(comeIn(event));
    else if (opens && !UNTOUCHED.test(path)) event.respondWith(read(event));
  }
});

sw.addEventListener("message", (event) => {
  const { ask, why, id } = event.data;
  if (ask === "tend") event.waitUntil(sendWaiting(why).then(tend).then(tellPages));
  // A page that was on its way here before this worker was.
  if (ask === "claim") event.waitUntil(sw.clients.claim());
  if (ask === "form") event.waitUntil(formOf(id).then((form) => event.ports[0]?.postMessage(form)));
  if (ask === "take over") event.waitUntil(sw.skipWaiting());
});

sw.addEventListener("sync", (/** @type {any} */ event) => event.waitUntil(sendWaiting("event")));
