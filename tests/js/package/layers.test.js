// The layers of the package's JavaScript and of the dashboard: a file imports only from its own folder and from lower ones.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, test } from "node:test";
import { ROOT } from "../../../.scripts/command.js";
import { filesUnder } from "../../../.scripts/digest.js";

/**
 * The folders of each area, lowest first. "" is the area's own folder with its entry. `borrows` lists folders of other areas.
 * @type {Record<string, { floors: string[], borrows: string[] }>}
 */
const AREAS = {
  "pkg-template/lib": { floors: ["generated", "errors", "vendor", "wasm", "request", "run", "api"], borrows: ["pkg-template/texts"] },
  "pkg-template/texts": { floors: ["templates", "en", "zh", "ja", ""], borrows: ["pkg-template/lib/generated", "pkg-template/lib/errors"] },
  "pkg-template/handler": { floors: ["protocol", "config", "request", "actions", "node", ""], borrows: ["pkg-template/texts", "pkg-template/lib/generated", "pkg-template/lib/errors", "pkg-template/lib/request", "pkg-template/lib/run"] },
  "pkg-template/remote": { floors: [""], borrows: ["pkg-template/lib/generated", "pkg-template/lib/errors", "pkg-template/lib/vendor", "pkg-template/lib/request", "pkg-template/lib/run", "pkg-template/handler/protocol"] },
  "pkg-template/store": { floors: ["rows", "schema", "drivers", ""], borrows: ["pkg-template/texts", "pkg-template/lib/generated", "pkg-template/lib/errors", "pkg-template/lib/vendor"] },
  "pkg-template/webhook": { floors: [""], borrows: ["pkg-template/texts", "pkg-template/lib/generated", "pkg-template/lib/errors", "pkg-template/store/rows", "pkg-template/handler/node"] },
  // Replaces the service in tests, so it shares no code with the tested package.
  "pkg-template/emulator": { floors: [""], borrows: [] },
  "pkg-template/cli": {
    floors: ["languages/en", "languages/zh", "languages", "failures", "files", "terminal", "settings", "keys", "journal", "run", "screen", "recall", "commands", ""],
    borrows: ["pkg-template/lib/generated", "pkg-template/lib/errors", "pkg-template/lib/vendor", "pkg-template/lib/request", "pkg-template/lib/run"],
  },
  // Uses only the public package, which is served at pkg/.
  www: { floors: ["generated", "dom", "languages", "connection", "state", "widgets", "run_view", "panels", ""], borrows: ["www/pkg"] },
};
const MOST_FILES = 12;

/** @typedef {{ file: string, isType: boolean }} Import a file of the checkout; `isType`: imported in a comment, only for its types */

const files = filesUnder(["pkg-template", "www"]).filter((file) => file.endsWith(".js"));
const imports = new Map(files.map((file) => [file, importsOf(file, readFileSync(join(ROOT, file), "utf8"))]));
const areaOf = (/** @type {string} */ file) => Object.keys(AREAS).find((area) => file.startsWith(`${area}/`));

/** @param {string} file @param {string} code @returns {Import[]} its imports from the checkout */
function importsOf(file, code) {
  return [...code.matchAll(/(\bfrom |\bimport |\bimport\()"(\.[^"]+)"/g)].map(([, form, path = ""]) => ({
    file: posix.join(posix.dirname(file), path),
    isType: form === "import(",
  }));
}

/** The layer of a file in its area. @param {string} area @param {string} file */
const floorOf = (area, file) => AREAS[area]?.floors.indexOf(dirname(file).slice(area.length + 1)) ?? -1;

/** Types in an entry's index.d.ts are public: every layer may use them. @param {Import} one */
const isPublicType = ({ file, isType }) => isType && file.endsWith("/index.js");

test("every form of import is found", () => {
  const code = 'import a from "./a.js";\nexport { b } from "../b.js";\n/** @type {import("./c.js").C} */\nimport "node:fs";\nimport {\n  d,\n} from "./d.js";';
  assert.deepEqual(importsOf("www/x/y.js", code), [
    { file: "www/x/a.js", isType: false },
    { file: "www/b.js", isType: false },
    { file: "www/x/c.js", isType: true },
    { file: "www/x/d.js", isType: false },
  ]);
});

for (const [area, { floors, borrows }] of Object.entries(AREAS)) {
  describe(area, () => {
    const own = files.filter((file) => areaOf(file) === area);

    test("has the folders of the table", () => {
      const found = new Set(own.map((file) => dirname(file).slice(area.length + 1)));
      assert.deepEqual([...found].sort(), [...floors].sort());
    });

    test("imports only from lower layers", () => {
      for (const file of own) {
        for (const one of (imports.get(file) ?? []).filter((candidate) => !isPublicType(candidate))) {
          if (borrows.some((folder) => one.file.startsWith(`${folder}/`)) || one.file === "pkg-template/package.json") continue;
          assert.equal(areaOf(one.file), area, `${file} imports ${one.file}`);
          assert.ok(floorOf(area, one.file) <= floorOf(area, file), `${file} imports ${one.file}, which is above it`);
        }
      }
    });

    test(`keeps its folders small`, { skip: area.endsWith("emulator") && "one folder by design" }, () => {
      for (const floor of floors) {
        const count = own.filter((file) => dirname(file) === posix.join(area, floor)).length;
        assert.ok(count <= MOST_FILES, `${area}/${floor} has ${count} files, expected at most ${MOST_FILES}`);
      }
    });
  });
}

test("no file imports itself, directly or through others", () => {
  /** @type {Map<string, "open" | "done">} */
  const state = new Map();
  /** @param {string} file @param {string[]} path */
  const visit = (file, path) => {
    assert.notEqual(state.get(file), "open", `a cycle: ${[...path, file].join(" -> ")}`);
    if (state.has(file) || !imports.has(file)) return;
    state.set(file, "open");
    for (const one of imports.get(file) ?? []) if (!one.isType) visit(one.file, [...path, file]);
    state.set(file, "done");
  };
  for (const file of files) visit(file, []);
});

test("every file opens with a comment about its content", () => {
  for (const file of files) {
    const code = readFileSync(join(ROOT, file), "utf8").replace(/^#!.*\n/, "");
    assert.match(code, /^(\/\/ |\/\*\* )\S/, `${file} does not open with a sentence`);
  }
});
