// The core for edge runtimes, which compile WebAssembly when the program is deployed and never after: it comes as modules.
import run from "./core.wasm?module";
import offline from "./offline.wasm?module";

export const runSource = () => run;
export const offlineSource = () => offline;
