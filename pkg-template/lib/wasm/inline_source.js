// The compiled core for all runtimes except the edge: text in the bundle.
import { deflated as deflatedOffline, size as sizeOfOffline } from "#offline-wasm";
import { deflated as deflatedRun, size as sizeOfRun } from "#run-wasm";
import { inflateWasm } from "./inflate_wasm.js";

export const runSource = () => inflateWasm(deflatedRun(), sizeOfRun);
export const offlineSource = () => inflateWasm(deflatedOffline(), sizeOfOffline);
