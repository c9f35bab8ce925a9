// Says whether two scripts are the same program but for their variables' names: `node renamed_program.js ONE OTHER`.

const { strictEqual } = require("node:assert");
const { readFileSync } = require("node:fs");
const { parse } = require("acorn");

const trees = process.argv
  .slice(2)
  .map((name) => parse(readFileSync(name, "utf8"), { ecmaVersion: "latest" }));

/** What a variable of the one is called in the other, and the other way round. */
const forth = new Map();
const back = new Map();

/** Whether this identifier is a key, which others know by its name, and no variable. */
const isKey = (parent, part) =>
  (parent.type === "MemberExpression" && part === "property" && !parent.computed) ||
  (parent.type === "Property" && part === "key" && !parent.computed);

function same(one, other, parent, part) {
  if (typeof one !== "object" || one === null) return strictEqual(other, one);
  strictEqual(other?.type, one.type);
  if (one.type === "Identifier" && !isKey(parent, part)) {
    if (!forth.has(one.name) && !back.has(other.name)) {
      forth.set(one.name, other.name);
      back.set(other.name, one.name);
    }
    strictEqual(forth.get(one.name), other.name);
    return strictEqual(back.get(other.name), one.name);
  }
  const parts = Object.keys(one).filter((key) => key !== "start" && key !== "end");
  for (const key of parts) same(one[key], other[key], one, key);
}

same(trees[0], trees[1]);
const declared = new Set(readFileSync(process.argv[2], "utf8").match(/(?<=\b(const|let|function) )\w+/g));
for (const [name, now] of forth) strictEqual(now === name || declared.has(name), true, name);
process.stdout.write(`${[...forth].filter(([name, now]) => name !== now).length}`);
