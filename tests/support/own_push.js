// The browser's own part in push, which no browser without a network can play: subscriptions that a test has put into
// its drawer, by the key they are for, and the one that is in use. In the page and in the worker alike.
(() => {
  const shelf = () => caches.open("own-push");
  const read = async () => (await (await shelf()).match("/drawer"))?.json() ?? { drawer: {}, now: null };
  const write = async (state) => (await shelf()).put("/drawer", new Response(JSON.stringify(state)));
  const put = async (now) => write({ ...(await read()), now });
  const made = (now) =>
    now && {
      endpoint: now.endpoint,
      toJSON: () => now,
      unsubscribe: async () => {
        await put(null);
        return true;
      },
    };
  globalThis.ownPush = { read, write, put };
  PushManager.prototype.getSubscription = async () => made((await read()).now);
  PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
    if (!userVisibleOnly || Notification.permission !== "granted")
      throw new DOMException("", "NotAllowedError");
    const state = await read();
    const now = state.drawer[applicationServerKey]?.shift();
    if (!now) throw new DOMException("no push service", "AbortError");
    await write({ ...state, now });
    return made(now);
  };
})();
