/** The compiled core of recalls, for runtimes and bundlers that load WebAssembly as a module. */
declare const core: WebAssembly.Module;
export default core;
