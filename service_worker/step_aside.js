// Served as the worker while offline is switched off: it throws away every kept page and answers nothing from then on.
// The outbox stays where it is, in IndexedDB: words that wait go when offline is switched on again.

const phone = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

phone.addEventListener("install", () => phone.skipWaiting());

phone.addEventListener("activate", (event) => event.waitUntil(stepAside()));

async function stepAside() {
  for (const name of await caches.keys()) await caches.delete(name);
  await phone.clients.claim();
}
