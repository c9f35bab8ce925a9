// express-pouchdb behind a page that holds PouchDB: `node pouch.js PORT FOLDER`, started where the packages are.
// The page has the database's own origin, so that no question about other origins is asked before each request.

import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const need = createRequire(join(process.cwd(), "package.json"));
const [port, folder] = process.argv.slice(2);
const express = need("express");
const pouchdb = need("express-pouchdb");
// Its store on a server is LevelDB, which answers before the words are on the disk unless it is asked to: ours waits.
const { prototype } = need("leveldown");
for (const act of ["_put", "_del", "_batch"]) {
  const quick = prototype[act];
  prototype[act] = function (...given) {
    const done = given.pop();
    quick.call(this, ...given.slice(0, -1), { ...given.at(-1), sync: true }, done);
  };
}
const Kept = need("pouchdb").defaults({ prefix: join(folder, "/") });

const app = express();
app.get("/", (_, answer) =>
  answer
    .type("html")
    .send(
      '<!doctype html><title>PouchDB</title><script src="/pouchdb.js"></script><script src="/page.js"></script>',
    ),
);
app.get("/pouchdb.js", (_, answer) => answer.sendFile(need.resolve("pouchdb/dist/pouchdb.min.js")));
app.get("/page.js", (_, answer) => answer.sendFile(fileURLToPath(new URL("page.js", import.meta.url))));
app.use(
  "/db",
  pouchdb(Kept, { mode: "minimumForPouchDB", inMemoryConfig: true, logPath: join(folder, "log.txt") }),
);
app.listen(Number(port), "127.0.0.1");
