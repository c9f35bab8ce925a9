// Leads a person through "when it's better": one prompt at a time, and at the end one text to read through.
// Without it all prompts stand under each other, and the server makes one text of them.

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-asks]"));
const asks = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".ask")]);
const boxes = asks.map((ask) => /** @type {HTMLTextAreaElement} */ (ask.querySelector("textarea")));
const whole = /** @type {HTMLTextAreaElement} */ (boxes[0]);
const answers = boxes.slice(1);
const ways = /** @type {HTMLElement} */ (form.querySelector("[data-ways]"));
const sending = /** @type {HTMLElement} */ (form.querySelector("[data-sending]"));
const read = /** @type {HTMLElement} */ (form.querySelector("[data-read]"));
/** @param {string} way */
const button = (way) => /** @type {HTMLButtonElement} */ (ways.querySelector(`[data-way=${way}]`));
const back = button("back");
const next = button("next");
const enough = button("enough");

/** 0 is the big box, then come the prompts; past the last of them everything is read through in the big box. */
let at = 0;
/** What was in the boxes before they became one text. @type {string[]} */
let before = [];
let asOne = "";

const theEnd = asks.length;

function joinAll() {
  before = boxes.map((box) => box.value);
  const parts = boxes.map((box, i) => {
    const said = box.value.trim();
    const begins = asks[i]?.dataset.begins;
    return said && begins ? `${begins} ${said}` : said;
  });
  whole.value = parts.filter(Boolean).join("\n\n");
  asOne = whole.value;
  for (const box of answers) box.value = "";
}

/** What was changed while it was read stays one text; else each answer goes back to its prompt. */
function takeApart() {
  if (whole.value !== asOne) return;
  for (const [i, box] of boxes.entries()) box.value = before[i] ?? "";
}

function nameNext() {
  const { first, skip, next: more, end } = next.dataset;
  const answered = at > 0 && Boolean(boxes[at]?.value.trim());
  const on = at === theEnd - 1 ? end : more;
  next.textContent = (at === 0 ? first : answered ? on : skip) ?? "";
  next.classList.toggle("button--primary", answered);
  next.classList.toggle("button--quiet", !answered);
}

/** @param {number} to */
function go(to) {
  if (to === theEnd) joinAll();
  else if (at === theEnd) takeApart();
  at = to;
  const prompting = at > 0 && at < theEnd;
  for (const [i, ask] of asks.entries()) ask.classList.toggle("ask--now", i === at % theEnd);
  sending.hidden = prompting;
  enough.hidden = !prompting;
  back.hidden = at === 0;
  next.hidden = at === theEnd;
  read.hidden = at !== theEnd;
  nameNext();
  scrollTo(0, 0);
  (read.hidden ? boxes[at] : read)?.focus({ preventScroll: true });
}

// Here an answer is no field of its own that has to fit in beside the others.
for (const box of answers) box.maxLength = whole.maxLength;
back.onclick = () => go(at - 1);
next.onclick = () => go(at + 1);
enough.onclick = () => go(theEnd);
form.addEventListener("input", nameNext);
ways.dataset.ways = "ready";
