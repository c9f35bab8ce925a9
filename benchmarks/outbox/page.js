// What PouchDB's page does: it is given words while there is no signal, and replicates them when the signal is back.

const there = new globalThis.PouchDB(`${location.origin}/db/words`);
const here = new globalThis.PouchDB("words", { auto_compaction: false });

/** Once with a signal, as a phone that was used before: both sides know each other and have a checkpoint. */
globalThis.meet = async () => {
  await here.put({ _id: crypto.randomUUID(), text: "Hello", box: "strengths", audience: "circle" });
  await here.replicate.to(there);
};

/** @param {string[]} texts */
globalThis.keep = async (texts) => {
  for (const text of texts)
    await here.put({ _id: crypto.randomUUID(), text, box: "strengths", audience: "circle" });
};

addEventListener("online", () => {
  /** @type {{kept?: number, known?: number}} */
  const times = {};
  globalThis.sent = new Promise((done, failed) => {
    here.replicate
      .to(there)
      .on("change", () => {
        times.kept = Date.now();
      })
      .on("complete", (/** @type {{docs_written: number}} */ { docs_written }) => {
        done({ ...times, known: Date.now(), written: docs_written });
      })
      .on("error", failed);
  });
});
