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
  // A foreign error may hold a UserSig in its text, so it is not passed on as a cause by habit.
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
  ].map((selector) => ({ selector, message: "A program reads no sentence: go by the code, and say it from the tables of messages/ or of languages/." }))],
};

export default [
  { ignores: ["pkg/", "target/", "node_modules/"] },
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
    files: ["www/**", "pkg-template/cli/**", "pkg-template/handler/**", "pkg-template/remote/**"],
    rules: sentences,
  },
  {
    files: ["www/**"],
    languageOptions: { globals: globals.browser },
  },
  {
    // A group of tests is one function to the rule, and a list of claims to the reader.
    files: ["tests/**"],
    rules: { "max-lines-per-function": "off" },
  },
  {
    // Entries run where there is no Node; `globalThis.process` and the like are looked up, never named.
    files: ["pkg-template/**"],
    ignores: ["pkg-template/cli/**", "pkg-template/emulator/server.js"],
    rules: { "no-restricted-globals": ["error", "Buffer", "process", "global", "window", "self"] },
  },
];
