// A photo is made small on the phone, and loses what the camera wrote into it, before it is kept or sent.
// Then it is text in an ordinary form, which can wait for a signal. To be loaded before app.js.

const LONGEST = 2000;
const MOST_BYTES = 450_000;
/** Tried in turn until it is small enough: the longer side in pixels, and the quality. @type {[number, number][]} */
const STEPS = [
  [LONGEST, 0.82],
  [LONGEST, 0.7],
  [LONGEST, 0.55],
  [1600, 0.6],
  [1600, 0.45],
  [1200, 0.45],
  [900, 0.4],
];

/**
 * The picture upright on white, no longer than `longest` on either side.
 * @param {ImageBitmap} picture @param {number} longest @param {number} quality
 * @returns {Promise<Blob>}
 */
function printed(picture, longest, quality) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const paper = canvas.getContext("2d");
  if (!paper) throw new TypeError("no canvas");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new TypeError("no picture"))),
      "image/jpeg",
      quality,
    );
  });
}

/** @param {Blob} file @returns {Promise<Blob>} a JPEG with nothing in it but pixels */
async function small(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    for (const [longest, quality] of STEPS) {
      const blob = await printed(picture, longest, quality);
      if (blob.size <= MOST_BYTES) return blob;
    }
    throw new TypeError("it stays large");
  } finally {
    picture.close();
  }
}

/** @param {Blob} blob @returns {Promise<string>} base64url, which a form carries as it is */
async function written(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let letters = "";
  for (let at = 0; at < bytes.length; at += 8192)
    letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
function read(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new Blob([Uint8Array.from(letters, (letter) => letter.charCodeAt(0))], { type: "image/jpeg" });
}

class PhotoField extends HTMLElement {
  connectedCallback() {
    const form = this.closest("form");
    const field = form?.elements.namedItem("photo");
    if (!form || !(field instanceof HTMLInputElement)) return;
    this.addEventListener("change", ({ target }) => {
      const file = target instanceof HTMLInputElement && target.files?.[0];
      if (file) this.take(form, field, file);
    });
    // One that could not be sent is brought back by app.js, which only fills in the field.
    new MutationObserver(() => {
      if (field.value) this.show(form, field.value);
    }).observe(field, { attributeFilter: ["value"] });
  }

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLInputElement} field
   * @param {File} file
   */
  async take(form, field, file) {
    const button = form.querySelector("button[type=submit]");
    button?.toggleAttribute("disabled", true);
    try {
      field.value = await written(await small(file));
    } catch {
      // A kind that this browser does not open: the server may.
      field.value = "";
      this.show(form, "", "as-it-is");
    } finally {
      button?.toggleAttribute("disabled", false);
    }
  }

  /**
   * Shows what will be sent. Written out, the form is like any other; else the file goes with it.
   * @param {HTMLFormElement} form
   * @param {string} text
   * @param {string} [otherwise] which of the sentences is the case without one
   */
  show(form, text, otherwise) {
    form.enctype = text ? "application/x-www-form-urlencoded" : "multipart/form-data";
    for (const input of this.querySelectorAll("input")) {
      if (text) input.removeAttribute("name");
      else input.name = "file";
    }
    for (const part of this.querySelectorAll("[data-when]"))
      if (part instanceof HTMLElement) part.hidden = part.dataset.when !== (text ? "small" : otherwise);
    const preview = this.querySelector("img");
    if (!preview) return;
    URL.revokeObjectURL(preview.src);
    preview.hidden = !text;
    if (text) preview.src = URL.createObjectURL(read(text));
  }
}

customElements.define("photo-field", PhotoField);
