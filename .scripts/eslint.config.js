// Rules for all JavaScript of the project.
import js from "@eslint/js";
import globals from "globals";

const limits = {
  "max-lines": ["error", { max: 300 }],
  "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
  "max-depth": ["error", 4],
};

const habits = {
  curly: ["error", "multi-line"],
  eqeqeq: ["error", "always", { null: "ignore" }],
  "no-console": "error",
  "no-else-return": "error",
  "no-implicit-globals": "error",
  "no-shadow": "error",
  "no-throw-literal": "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", caughtErrors: "none", ignoreRestSiblings: true }],
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  // The text of another library's error may contain a UserSig, so a cause is attached only where that is safe.
  "preserve-caught-error": "off",
  "no-warning-comments": "error",
};

/** Two words of English, as a sentence has them. */
const WORDS = "[A-Za-z]{2,} [a-z]{2,}";

/** What a person reads is no data: programs go by codes. */
const sentences = {
  "no-restricted-syntax": ["error", ...[
    `Literal[regex.pattern=/${WORDS}/]`,
    `CallExpression[callee.property.name=/^(includes|startsWith|endsWith|indexOf|match|matchAll|search|split|replace|replaceAll)$/] > Literal.arguments:first-child[value=/${WORDS}/]`,
    `BinaryExpression[operator=/^[!=]==?$/] > Literal[value=/${WORDS}/]`,
    `SwitchCase > Literal.test[value=/${WORDS}/]`,
    "CallExpression[callee.property.name=/^(test|exec)$/] > MemberExpression.arguments[property.name=/^(message|reason)$/]",
    "CallExpression[callee.property.name=/^(includes|startsWith|endsWith|indexOf|match|search|split)$/][callee.object.property.name=/^(message|reason)$/]",
  ].map((selector) => ({ selector, message: "A program reads no sentence: go by the code, and say it from the tables of texts/ or of languages/." }))],
};

export default [
  { ignores: ["pkg/", "target/", "node_modules/", "www/generated/idb.js"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2023, globals: { ...globals["shared-node-browser"], WebAssembly: "readonly" } },
    rules: { ...habits, ...limits },
  },
  {
    files: [".scripts/**", "tests/**", "pkg-template/cli/**", "pkg-template/emulator/server.js"],
    languageOptions: { globals: globals.node },
    rules: { "no-console": "off" },
  },
  {
    files: ["www/**", "pkg-template/cli/**", "pkg-template/handler/**", "pkg-template/remote/**", "pkg-template/webhook/**", "pkg-template/store/**"],
    rules: sentences,
  },
  {
    // Written by a program: lists as long as what they repeat.
    files: ["**/generated/**"],
    rules: { "max-lines": "off" },
  },
  {
    files: ["www/**"],
    languageOptions: { globals: globals.browser },
  },
  {
    // A table that is written by a program has as many lines as there are facts.
    files: ["**/generated/**"],
    rules: { "max-lines": "off" },
  },
  {
    // For the rule, a `describe` is one function; for a reader, it is a list of tests.
    files: ["tests/**"],
    rules: { "max-lines-per-function": "off" },
  },
  {
    // Entries also run without Node.js: they read Node's globals only through `globalThis`, as in `globalThis.process`.
    files: ["pkg-template/**"],
    ignores: ["pkg-template/cli/**", "pkg-template/emulator/server.js"],
    rules: { "no-restricted-globals": ["error", "Buffer", "process", "global", "window", "self"] },
  },
];
