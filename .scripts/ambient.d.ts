// Types of the virtual modules made by virtual.js, and of packages without types.

declare module "#run-glue" {
  /** Makes a new copy of the glue; `initSync` sets its instance. */
  export const createGlue: import("../pkg-template/lib/wasm/instance.js").CreateGlue;
}

declare module "#offline-glue" {
  export const createGlue: import("../pkg-template/lib/wasm/instance.js").CreateGlue;
}

declare module "#source" {
  /** The modules, as bytes or compiled. */
  export const runSource: () => Uint8Array<ArrayBuffer> | WebAssembly.Module;
  export const offlineSource: () => Uint8Array<ArrayBuffer> | WebAssembly.Module;
}

declare module "#run-wasm" {
  /** The module, deflated and in base64. */
  export function deflated(): string;
  /** Length of the inflated module in bytes. */
  export const size: number;
}

declare module "#offline-wasm" {
  export function deflated(): string;
  export const size: number;
}

declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "express";
declare module "body-parser-1";

declare module "better-sqlite3";
declare module "pg";

declare module "node:sqlite" {
  /** Of Node.js 22 and newer: what the store uses. */
  export class DatabaseSync {
    constructor(path: string);
    exec(sql: string): void;
    prepare(sql: string): { all(...values: any[]): any[]; run(...values: any[]): { changes: number | bigint } };
    close(): void;
  }
}
