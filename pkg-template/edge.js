// Entry for edge runtimes: the same, but for where the core comes from. `#source` is lib/wasm/edge_source.js here and lib/wasm/inline_source.js elsewhere.
export * from "./index.js";
