// Telling somebody on this phone: shows what the browser can, asks it when the button is pressed, and sends what it
// gives by an ordinary form. From then on the worker keeps it in order (service_worker/push.js).
// To be loaded before app.js, which takes every submit that arrives there for the real one.

const CAN = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** @param {HTMLElement} place @param {string} which of the sentences is the case now */
function show(place, which) {
  for (const part of place.querySelectorAll("[data-when]"))
    if (part instanceof HTMLElement) part.hidden = part.dataset.when !== which;
}

/** @param {boolean} told @returns {string} what is the case in this browser */
function state(told) {
  if (!CAN) return /** @type {any} */ (navigator).standalone === false ? "iphone" : "unable";
  if (Notification.permission === "denied" || (told && Notification.permission !== "granted"))
    return "refused";
  return "able";
}

/**
 * Asks the browser, which asks its person.
 * @param {string} key ours, by which its push service will know us
 * @returns {Promise<PushSubscription>}
 */
async function subscribe(key) {
  const { pushManager } = await navigator.serviceWorker.ready;
  // One that is left over may be under another key, or another person's.
  await (await pushManager.getSubscription())?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** @param {HTMLFormElement} form @param {HTMLElement} place */
async function tell(form, place) {
  const key = place.getAttribute("vapid-key") ?? "";
  try {
    // First, while the browser still knows that a button was pressed.
    const said = await Notification.requestPermission();
    if (said !== "granted") return show(place, state(false));
    const { endpoint, keys } = (await subscribe(key)).toJSON();
    const given = { endpoint, ...keys, vapid: key };
    for (const [name, value] of Object.entries(given)) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value ?? "";
    }
    form.submit();
  } catch {
    show(place, state(false) === "able" ? "failed" : state(false));
    form.hidden = false;
  }
}

/** @param {HTMLFormElement} form */
async function stop(form) {
  try {
    const found = await navigator.serviceWorker.getRegistration();
    await (await found?.pushManager.getSubscription())?.unsubscribe();
  } catch {
    // The server stops all the same.
  }
  form.submit();
}

class PushPhone extends HTMLElement {
  connectedCallback() {
    show(this, state(this.dataset.told === "yes"));
  }
}

addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const place = form instanceof HTMLFormElement && form.closest("push-phone");
    if (!(place instanceof PushPhone) || !(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (place.dataset.told === "yes") stop(form);
    else tell(form, place);
  },
  true,
);

customElements.define("push-phone", PushPhone);
