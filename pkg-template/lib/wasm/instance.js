// One instance of the compiled core, created on first use and again after a trap.
import { detailed, makeError } from "../errors/problems.js";
import { InstanceGuard } from "./instance_guard.js";
import { mispasteOf } from "./mispaste.js";
import { openUserSig } from "./user_sig_claims.js";

/** What the core imports from JavaScript. */
const HOST = { mispasteOf, openUserSig };

/**
 * The exports of an instance. The two modules export different functions; each caller uses only those of its own module.
 * @typedef {typeof import("tencent-chat-recall-glue")} Glue
 * @typedef {(guard: (exports: WebAssembly.Exports) => WebAssembly.Exports, host: typeof HOST) => Glue} CreateGlue
 */

/**
 * A handle on the core.
 * @typedef {object} Core
 * @property {() => Glue} get the core's exports. Instantiates at the first call, and after a trap; what that throws is not remembered
 * @property {<T>(use: (glue: Glue) => T) => T} call `use` with the exports, and throw what it threw
 * @property {<T>(use: (glue: Glue) => Promise<T>) => Promise<T>} wait `call` for a promise; rejects when the instance traps meanwhile
 */

/**
 * Makes a handle on the core. Does no work: not even `source` is called.
 * @param {CreateGlue} createGlue
 * @param {() => Uint8Array<ArrayBuffer> | WebAssembly.Module} source gives the module, as bytes or compiled
 * @returns {Core}
 */
export function create(createGlue, source) {
  /** @type {WebAssembly.Module | undefined} */
  let module;
  /** @type {{ glue: Glue, instanceGuard: InstanceGuard } | undefined} */
  let instance;

  function get() {
    return current().glue;
  }

  function current() {
    if (instance && !instance.instanceGuard.isOver) return instance;
    const bytes = module ?? source();
    const instanceGuard = new InstanceGuard();
    const glue = createGlue((exports) => instanceGuard.guard(exports), HOST);
    try {
      module = compile(bytes);
      glue.initSync({ module });
    } catch (cause) {
      // Engines differ in what they throw, and whether it is for compiling or for instantiating.
      throw makeError(detailed("ERR_WEBASSEMBLY", "no-webassembly", { cause }));
    }
    return (instance = { glue, instanceGuard });
  }

  /**
   * @template T
   * @param {(glue: Glue) => T} use
   * @returns {T}
   */
  function call(use) {
    return use(get());
  }

  /**
   * @template T
   * @param {(glue: Glue) => Promise<T>} use
   * @returns {Promise<T>}
   */
  async function wait(use) {
    const { instanceGuard } = current();
    return instanceGuard.watch(call(use));
  }

  return { get, call, wait };
}

/**
 * Edge runtimes provide compiled modules and forbid compiling. Elsewhere the bytes are compiled here, synchronously: engines allow that on a
 * page's main thread for modules up to some megabytes. A module may come from another realm with another class, so bytes are recognized
 * instead.
 * @param {Uint8Array<ArrayBuffer> | WebAssembly.Module} source
 */
function compile(source) {
  return ArrayBuffer.isView(source) ? new WebAssembly.Module(/** @type {Uint8Array<ArrayBuffer>} */ (source)) : source;
}
