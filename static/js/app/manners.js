// Small manners for forms. Every page works without them.

const SENDING_AT_MOST_MS = 20_000;

/** @type {WeakMap<HTMLFormElement, ReturnType<typeof setTimeout>>} forms on their way, with the moment to let go */
const sending = new WeakMap();
/** Forms with words in them that were not sent yet. */
const unsent = new Set();

/**
 * @param {HTMLFormElement} form
 * @param {boolean} busy
 */
function showBusy(form, busy) {
  for (const button of form.querySelectorAll("button[type=submit]")) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

/** @param {HTMLFormElement} form */
function letGo(form) {
  clearTimeout(sending.get(form));
  sending.delete(form);
  showBusy(form, false);
}

// Capture: the name must be in the form before anything else reads it.
addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    if (sending.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const id = form.querySelector("input[name=id]");
    if (form.dataset.namesItself !== undefined && id instanceof HTMLInputElement)
      id.value = crypto.randomUUID();
    sending.set(
      form,
      setTimeout(() => letGo(form), SENDING_AT_MOST_MS),
    );
    showBusy(form, true);
    unsent.delete(form);
  },
  true,
);

// Back from the next page, or from "no connection": the form can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) letGo(form);
});

addEventListener("input", (event) => {
  if (event.target instanceof HTMLTextAreaElement && event.target.form) unsent.add(event.target.form);
});

addEventListener("beforeunload", (event) => {
  // Whoever leaves in a hurry is never asked.
  if (document.documentElement.hidden) return;
  for (const form of unsent) if (form.isConnected) event.preventDefault();
});

/** @param {Event} event */
function sayNotSent(event) {
  const flash = document.getElementById("flash");
  if (!flash || account(event).request?.method === "GET") return;
  flash.textContent = flash.dataset.notSent ?? "";
  flash.classList.add("flash--warn");
}

/**
 * @param {Event} event
 * @returns {{sourceElement?: Element, request?: {method: string}, response?: {raw: Response, status: number}}} htmx's own account of the request
 */
function account(event) {
  return event instanceof CustomEvent ? (event.detail?.ctx ?? {}) : {};
}

addEventListener("htmx:before:response", (event) => {
  const raw = account(event).response?.raw;
  // An answer that was sent on elsewhere is a whole page, not a piece of this one: go there.
  if (raw?.redirected) {
    event.preventDefault();
    location.assign(raw.url);
  }
});

addEventListener("htmx:error", sayNotSent);
addEventListener("htmx:response:error", (event) => {
  if (account(event).response?.status !== 422) sayNotSent(event);
});

addEventListener("htmx:finally:request", (event) => {
  const form = account(event).sourceElement?.closest("form");
  if (form) letGo(form);
});

addEventListener("htmx:after:swap", (event) => {
  // The button that was pressed is gone: whoever goes by keyboard stands where the answer is.
  if (document.activeElement && document.activeElement !== document.body) return;
  // Where a page brought something by itself, nobody pressed anything.
  if (account(event).request?.method !== "POST") return;
  const swapped = account(event).sourceElement;
  const place = swapped?.querySelector("[data-focus]") ?? swapped;
  if (place instanceof HTMLElement) place.focus({ preventScroll: true });
});

// What was told once is not told again by a reload or by Back.
if (new URLSearchParams(location.search).has("told"))
  history.replaceState(null, "", location.pathname + location.hash);
