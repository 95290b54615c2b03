/** The compiled functions that work offline, for runtimes and bundlers that load WebAssembly as a module. */
declare const offline: WebAssembly.Module;
export default offline;
