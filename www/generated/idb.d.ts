// Types of idb.js, from npm.
export { openDB } from "idb";
export type { IDBPDatabase } from "idb";
