// Something is new: shown as the server says it, which is one neutral sentence. Which plan and whose words is for the
// page to say. And this phone's own part of being told: what it asked its push service for is kept in order.

sw.addEventListener("push", (event) => event.waitUntil(show(event.data)));

/** @param {PushMessageData | null} data something is always shown: browsers stop who is silent */
async function show(data) {
  /** @type {any} */
  let said = {};
  try {
    said = { ...data?.json().notification };
  } catch {
    // Not ours to read. Then the sentence that is on every phone.
  }
  if (said.app_badge) sw.navigator.setAppBadge?.(said.app_badge).catch(() => {});
  const { title = (await pour("push")).trim(), navigate: link } = said;
  await sw.registration.showNotification(title, { tag: "news", ...said, data: link });
}

sw.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(follow(event.notification.data));
});

/** @param {string | null} link */
async function follow(link) {
  const { origin, pathname } = new URL(link ?? "/updates", location.origin);
  const path = origin === location.origin ? pathname : "/updates";
  const [page] = await sw.clients.matchAll({ type: "window" });
  // A page with words in it asks before it goes, and may stay.
  const went = await page?.navigate(path).catch(() => null);
  await (went ? went.focus() : sw.clients.openWindow(path));
}

sw.addEventListener("pushsubscriptionchange", (/** @type {any} */ event) => {
  listedAt = 0;
  event.waitUntil(tend());
});

const subscribed = async () => sw.registration.pushManager?.getSubscription();

/** @returns {Promise<string>} the endpoint that the server knew last, as far as this phone can say */
const toldUnder = async () => (await fact("told")) ?? (await subscribed())?.endpoint ?? "";

/** Nobody is told on this phone any more. */
async function untell() {
  await (await subscribed())?.unsubscribe();
  await setFact("told", undefined);
}

/**
 * What the server says against what this phone knows.
 * @param {{account: string, push: {key: string, told: string}}} list `told` is the endpoint that the server has for
 *   this phone, nothing when it is not to be told, or a word when it is to give its endpoint ("moved") or to ask for a
 *   new one ("again")
 */
async function keepTold({ account, push: { key, told } }) {
  const before = await toldUnder();
  if (before && (!told || told === "again")) await untell();
  if (!told) return;
  let phone = await subscribed();
  if (phone?.endpoint !== told) {
    const wanted = { userVisibleOnly: true, applicationServerKey: key };
    phone ??= await sw.registration.pushManager?.subscribe(wanted).catch(() => null);
    const { endpoint = "", keys } = phone?.toJSON() ?? {};
    await reach(`/me/notifications/phone${phone ? "" : "/stop"}`, {
      method: "POST",
      headers: { "HX-Request": "true" },
      body: new URLSearchParams({ ...keys, endpoint, vapid: key, before, account }),
    });
  }
  await setFact("told", phone?.endpoint);
}
