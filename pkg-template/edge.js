// Entry for edge runtimes: the same, but for where the core comes from. `#source` is lib/edge_source.js here and lib/inline_source.js elsewhere.
export * from "./index.js";
