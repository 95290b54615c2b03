// The compiled core for edge runtimes, which compile WebAssembly only at deployment.
import run from "./core.wasm?module";
import offline from "./offline.wasm?module";

export const runSource = () => run;
export const offlineSource = () => offline;
