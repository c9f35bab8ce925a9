// Says whether two scripts are the same program: `node same_program.js KIND ONE OTHER`, KIND "script" or "module".

const { deepStrictEqual } = require("node:assert");
const { readFileSync } = require("node:fs");
const { parse } = require("acorn");

const [kind, ...names] = process.argv.slice(2);

const trees = names.map((name) => {
  const tree = parse(readFileSync(name, "utf8"), { ecmaVersion: "latest", sourceType: kind });
  // Where in the file a thing stands is all that may differ.
  return JSON.parse(JSON.stringify(tree, (key, value) => (/^(start|end)$/.test(key) ? undefined : value)));
});

deepStrictEqual(trees[0], trees[1]);
