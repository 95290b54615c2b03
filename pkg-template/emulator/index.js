/** An emulator of Tencent Cloud Chat's official-account service for tests, demos and load tests, in any JavaScript runtime. */

import { Emulator } from "./emulator.js";
import { FAULT_PLANS } from "./fault_plan.js";
import { startEmulator } from "./server.js";

/** @param {import("./index.js").EmulatorOptions} [options] */
function createEmulator(options) {
  return new Emulator(options);
}

export { createEmulator, FAULT_PLANS, startEmulator };
