// Preloaded into a process that is measured: at its end it writes down the most memory that it had resident.
import { writeFileSync } from "node:fs";

process.once("exit", () => {
  // In kilobytes, from the operating system, so that no peak between two looks is missed.
  writeFileSync(String(process.env.RECALL_PEAK_FILE), String(process.resourceUsage().maxRSS * 1024));
});
