// The outbox: what somebody wrote, kept on this phone until the server has given a receipt for it.
// A row leaves by a receipt that names it, or by its author's own hand. By nothing else, however old it is.

/**
 * What is sealed in a row.
 * @typedef {object} Thing
 * @property {string} to the address its form is for
 * @property {string} form the form, as browsers write it
 * @property {number} at when it was written, by this phone's clock: for showing, never for deciding
 * @property {number} [status] why the server would not have it; absent while it waits
 * @property {string[]} [reasons] the server's own sentences
 * @property {{text: string, revision: number}} [other] what stands there instead (409)
 */

/**
 * A row as it is stored. Older versions are read for ever: `v` says how it was written.
 * @typedef {object} Row
 * @property {number} [seq] the order of writing
 * @property {string} id given by the phone at the moment of sending; the server knows the thing by it
 * @property {1} v
 * @property {string} account whose it is
 * @property {number} after not to be sent by itself before this moment (its author is changing it)
 * @property {boolean} refused whether it waits for its author and no longer for the server
 * @property {Uint8Array<ArrayBuffer>} iv
 * @property {ArrayBuffer} sealed a Thing that only this account's phone key opens
 */

/** @typedef {Row & Thing} Opened */

/** @type {Promise<IDBDatabase> | undefined} */
let box;

function openBox() {
  box ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("outbox", 1);
    asked.onupgradeneeded = () => {
      const rows = asked.result.createObjectStore("rows", { keyPath: "seq", autoIncrement: true });
      rows.createIndex("id", "id", { unique: true });
      asked.result.createObjectStore("facts");
    };
    asked.onsuccess = () => {
      const database = asked.result;
      // A newer worker wants to change the database: it must not wait for this one.
      database.onversionchange = () => {
        database.close();
        box = undefined;
      };
      database.onclose = () => {
        box = undefined;
      };
      resolve(database);
    };
    asked.onerror = () => {
      box = undefined;
      reject(asked.error);
    };
  });
  return box;
}

/**
 * One transaction. Resolves when it is on the disk, not before.
 * @template T
 * @param {"rows" | "facts"} name
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T> | undefined} act
 * @returns {Promise<T>}
 */
async function inBox(name, mode, act) {
  const database = await openBox();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: "strict" });
    const asked = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(/** @type {T} */ (asked?.result));
    transaction.onabort = () => reject(transaction.error);
  });
}

/** @param {string} name */
const fact = (name) => inBox("facts", "readonly", (store) => store.get(name));

/** @param {string} name @param {unknown} value nothing to forget it */
const setFact = (name, value) =>
  inBox("facts", "readwrite", (store) =>
    value === undefined ? /** @type {IDBRequest<any>} */ (store.delete(name)) : store.put(value, name),
  );

/** @returns {Promise<Row[]>} everybody's rows, in the order of writing */
const allRows = () => inBox("rows", "readonly", (store) => store.getAll());

/**
 * This account's rows, opened, in the order of writing. What its key does not open stays where it is.
 * @param {Account} here
 * @returns {Promise<Opened[]>}
 */
async function rowsOf(here) {
  const rows = (await allRows()).filter((row) => row.account === here.account);
  const opened = await Promise.all(rows.map((row) => open(here, row).catch(() => undefined)));
  return opened.filter((row) => row !== undefined);
}

/**
 * Keeps a thing: written down before anything is sent. The same id again is the same thing.
 * @param {Account} here
 * @param {string} id
 * @param {Thing} thing
 * @param {string | null} [instead] a row that this one takes the place of
 */
async function keep(here, id, thing, instead) {
  const row = { id, v: 1, account: here.account, after: 0, refused: false, ...(await seal(here, thing)) };
  await inBox("rows", "readwrite", (store) => {
    if (instead) removeIn(store, instead, here.account);
    const added = store.add(row);
    added.onerror = (event) => {
      if (added.error?.name !== "ConstraintError") return;
      event.preventDefault();
      event.stopPropagation();
      // Loaded again: the same thing is to be tried once more, should the server have refused it.
      const there = store.index("id").get(id);
      there.onsuccess = () => {
        if (there.result.account === here.account) store.put({ ...there.result, refused: false, after: 0 });
      };
    };
    return undefined;
  });
}

/**
 * Puts a row back as it now is.
 * @param {Account} here
 * @param {Opened} row
 * @param {Partial<Row & Thing>} change
 */
async function alter(here, row, change) {
  const { to, form, at, status, reasons, other, seq, id, v, account, after, refused } = { ...row, ...change };
  const sealed = await seal(here, { to, form, at, status, reasons, other });
  await inBox("rows", "readwrite", (store) => {
    // Only when it is still there: what has its receipt meanwhile must not come back.
    const found = store.get(/** @type {number} */ (row.seq));
    found.onsuccess = () => {
      if (found.result?.id === row.id) store.put({ seq, id, v, account, after, refused, ...sealed });
    };
    return undefined;
  });
}

/** @param {IDBObjectStore} store @param {string} id @param {string} account */
function removeIn(store, id, account) {
  const found = store.index("id").get(id);
  found.onsuccess = () => {
    if (found.result?.account === account) store.delete(found.result.seq);
  };
}

/** @param {Account} here @param {string[]} ids all at once: each transaction waits for the disk */
const remove = (here, ...ids) =>
  inBox("rows", "readwrite", (store) => {
    for (const id of ids) removeIn(store, id, here.account);
    return undefined;
  });
