// What the glue of both modules exports, for the types of lib/: each has its own functions and those that both have.
export * from "../target/wasm-package/offline/core.js";
export * from "../target/wasm-package/run/core.js";
