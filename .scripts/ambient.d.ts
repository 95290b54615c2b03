// Types of the modules that virtual.js makes, and of packages that bring none.

declare module "#glue" {
  /** Makes the glue afresh; `initSync` gives it an instance. */
  export function createGlue(guard: (exports: WebAssembly.Exports) => WebAssembly.Exports): typeof import("tencent-chat-recall-glue");
}

declare module "#wasm" {
  /** The core: deflated, in base64. */
  export function deflated(): string;
  /** Bytes when inflated. */
  export const size: number;
}

declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
