// Everything that this browser keeps for our address and a page of ours can read, as text. Evaluated by stored.py.
async () => {
  /** @type {Record<string, string>} */
  const found = {};

  /** @param {BufferSource} bytes @returns {string} bytes in every way that letters may be written */
  const letters = (bytes) => {
    const raw = new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength);
    return ["utf-8", "utf-16le", "utf-16be"].map((code) => new TextDecoder(code).decode(raw)).join("\n");
  };

  /** @param {unknown} value @returns {Promise<string>} whatever it is, as text, with all that it holds */
  const told = async (value) => {
    if (value === null || typeof value !== "object") return String(value);
    if (value instanceof Blob) return letters(await value.arrayBuffer());
    if (value instanceof CryptoKey)
      return value.extractable ? letters(await crypto.subtle.exportKey("raw", value)) : "a key that stays";
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return letters(value);
    if (value instanceof Date) return value.toISOString();
    const parts =
      value instanceof Map || value instanceof Set ? [...value].flat() : Object.entries(value).flat();
    return (await Promise.all(parts.map(told))).join("\n");
  };

  /** @param {IDBRequest} asked @returns {Promise<any>} */
  const come = (asked) =>
    new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });

  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const kept = await cache.match(request, { ignoreVary: true });
      const headers = [...request.headers, ...kept.headers].flat().join("\n");
      found[`cache ${name} ${request.url}`] = `${headers}\n${letters(await kept.arrayBuffer())}`;
    }
    found[`cache ${name}`] = name;
  }
  for (const { name } of await indexedDB.databases()) {
    const database = await come(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([come(rows.getAllKeys()), come(rows.getAll())]);
      found[`database ${name} ${store}`] = `${await told(keys)}\n${await told(values)}`;
    }
    database.close();
  }
  for (const [name, storage] of Object.entries({ localStorage, sessionStorage }))
    for (const [key, value] of Object.entries(storage)) found[`${name} ${key}`] = `${key}\n${value}`;
  const files = await navigator.storage.getDirectory();
  for await (const [name, file] of files)
    found[`file ${name}`] = file.kind === "file" ? letters(await (await file.getFile()).arrayBuffer()) : name;
  found.cookies = document.cookie;
  found.history = JSON.stringify(history.state) ?? "";
  return found;
};
