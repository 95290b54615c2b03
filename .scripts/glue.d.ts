// The exports of both modules' glue, for the types of lib/. Some functions are in both modules.
export * from "../target/wasm-package/offline/core.js";
export * from "../target/wasm-package/run/core.js";
