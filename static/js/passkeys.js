// Passkeys round ordinary forms: the form is sent once the phone has answered, with its answer in the field "passkey".
// <passkey-form options-url> asks before its form is sent; a form with data-fresh-act asks once more for that one act.
// To be loaded before app.js, which takes every submit that arrives there for the real one.

/**
 * What the server asks of the phone, with the words for when nothing comes of it.
 * @typedef {{get?: any, create?: any, proof?: string, words?: string, cancelled?: string, already?: string, unable?: string}} Question
 */

const FRESH_OPTIONS = "/passkeys/fresh/options";
const FRESH = "/passkeys/fresh";
/** After this the list's question is asked anew: it runs out after five minutes. */
const ASK_ANEW_MS = 4 * 60_000;

/** Forms whose phone is being asked, and forms that may go now. */
const asking = new WeakSet();
const ready = new WeakSet();
/** @type {AbortController | undefined} the autofill list: a browser shows one question at a time */
let autofill;

/** @param {string} text */
function bytes(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer | null | undefined} buffer */
function text(buffer) {
  if (!buffer) return undefined;
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The browser's own toJSON() is left alone: it is missing in older browsers and throws in some password managers.
 * @param {Question} question
 * @param {AbortSignal} [signal]
 * @param {boolean} [inAutofill]
 * @returns {Promise<string>} the phone's answer as the server reads it
 */
async function askPhone(question, signal, inAutofill) {
  const asked = question.create ?? question.get;
  /** @type {any} */
  const publicKey = { ...asked, challenge: bytes(asked.challenge) };
  /** @type {CredentialRequestOptions & CredentialCreationOptions} */
  const options = { publicKey, ...(signal && { signal }) };
  if (question.create) {
    publicKey.user = { ...asked.user, id: bytes(asked.user.id) };
    publicKey.excludeCredentials = asked.excludeCredentials.map((/** @type {any} */ each) => ({
      ...each,
      id: bytes(each.id),
    }));
  } else if (inAutofill) options.mediation = "conditional";
  const credential = question.create
    ? await navigator.credentials.create(options)
    : await navigator.credentials.get(options);
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException("", "NotAllowedError");
  /** @type {any} */
  const response = credential.response;
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      authenticatorData: question.create ? undefined : text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
    },
  });
}

/** @param {string} address @param {Record<string, string>} fields @returns {Promise<Question>} */
async function askServer(address, fields) {
  const response = await fetch(address, { method: "POST", body: new URLSearchParams(fields) });
  if (response.redirected) {
    // Signed out meanwhile.
    location.assign(response.url);
    return new Promise(() => {});
  }
  return response.json();
}

/** @param {unknown} reason @param {Question | undefined} question */
function wordsFor(reason, question) {
  const notSent = document.getElementById("flash")?.dataset.notSent ?? "";
  if (!question) return notSent;
  const name = reason instanceof DOMException ? reason.name : "";
  if (name === "NotAllowedError" || name === "AbortError") return question.cancelled ?? "";
  if (name === "InvalidStateError") return question.already ?? "";
  return (name || !("credentials" in navigator) ? question.unable : notSent) ?? "";
}

/** @param {HTMLFormElement} form @param {string} words */
function say(form, words) {
  const place = (form.closest("passkey-form") ?? form).querySelector("[data-passkey-words]");
  if (place) place.textContent = words;
}

/** @param {HTMLFormElement} form @param {boolean} busy */
function showBusy(form, busy) {
  if (busy) asking.add(form);
  else asking.delete(form);
  for (const button of form.querySelectorAll("button")) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

/** @param {HTMLFormElement} form @param {string} value */
function fill(form, value) {
  const field = form.elements.namedItem("passkey");
  if (field instanceof HTMLInputElement) field.value = value;
}

/**
 * Asks server, phone and, for a fresh passkey, the server again. Says in words why nothing came of it.
 * @param {HTMLFormElement} form
 * @param {() => Promise<Question>} ask
 * @param {(question: Question) => Promise<string>} believe
 * @returns {Promise<string | undefined>} what goes into the form's field "passkey"
 */
async function answerFor(form, ask, believe) {
  autofill?.abort();
  say(form, "");
  showBusy(form, true);
  /** @type {Question | undefined} */
  let question;
  try {
    question = await ask();
    if (question.proof !== undefined) return question.proof;
    if (question.words) say(form, question.words);
    else return await believe(question);
  } catch (reason) {
    say(form, wordsFor(reason, question));
  }
  showBusy(form, false);
  return undefined;
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} button @param {string} act */
async function sendWithFreshPasskey(form, button, act) {
  const proof = await answerFor(
    form,
    () => askServer(FRESH_OPTIONS, { act }),
    async (question) => {
      const told = await askServer(FRESH, { act, passkey: await askPhone(question) });
      if (told.words) say(form, told.words);
      if (told.proof === undefined) throw new DOMException("", "AbortError");
      return told.proof;
    },
  );
  showBusy(form, false);
  if (proof === undefined) return;
  fill(form, proof);
  ready.add(form);
  form.requestSubmit(button);
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} button @param {string} address */
async function sendWithPasskey(form, button, address) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (const [name, value] of new FormData(form)) if (name !== "passkey") fields[name] = `${value}`;
  if (button instanceof HTMLButtonElement && button.name) fields[button.name] = button.value;
  const answer = await answerFor(form, () => askServer(address, fields), askPhone);
  if (answer === undefined) return;
  fill(form, answer);
  form.submit();
}

addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const address = form.closest("passkey-form")?.getAttribute("options-url");
    const act = form.dataset.freshAct;
    if (!address && act === undefined) return;
    if (ready.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking.has(form)) return;
    if (address) sendWithPasskey(form, event.submitter, address);
    else sendWithFreshPasskey(form, event.submitter, act ?? "");
  },
  true,
);

// Back from the next page: the form can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) if (asking.has(form)) showBusy(form, false);
});

class PasskeyForm extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const secret = form?.elements.namedItem("secret");
    if (secret instanceof HTMLInputElement && location.hash.length > 1) {
      // Out of the address bar and the history at once; it lives on in this page's memory only.
      secret.value = location.hash.slice(1);
      history.replaceState(null, "", location.pathname);
    }
    if (form && this.hasAttribute("autofill")) this.#offerInAutofill(form);
  }

  /**
   * The browser's own list of passkeys, in the field made for it. It waits for the person to come near that field,
   * so that nothing happens by itself, and is ready then, so that the first touch shows it.
   * @param {HTMLFormElement} form
   */
  async #offerInAutofill(form) {
    const address = this.getAttribute("options-url") ?? "";
    const field = this.querySelector("input[autocomplete~=webauthn]");
    if (!field || !(await window.PublicKeyCredential?.isConditionalMediationAvailable?.())) return;
    this.dataset.autofill = "yes";
    /** @type {Question | undefined} */
    let question = await askServer(address, {}).catch(() => undefined);
    let askedAt = Date.now();
    const open = async () => {
      if (asking.has(form) || (autofill && !autofill.signal.aborted)) return;
      autofill = new AbortController();
      const { signal } = autofill;
      try {
        if (!question || Date.now() - askedAt > ASK_ANEW_MS) {
          question = await askServer(address, {});
          askedAt = Date.now();
        }
        const answer = await askPhone(question, signal, true);
        if (asking.has(form)) return;
        fill(form, answer);
        form.submit();
      } catch {
        // Nobody chose from the list. Only the button says what went wrong.
        if (autofill?.signal === signal) autofill = undefined;
      }
    };
    for (const near of ["pointerenter", "touchstart", "focus"])
      field.addEventListener(near, open, { passive: true });
  }
}

customElements.define("passkey-form", PasskeyForm);
