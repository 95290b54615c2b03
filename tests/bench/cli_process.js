// Preloaded into a measured process: at exit, writes its peak resident memory to a file.
import { writeFileSync } from "node:fs";

process.once("exit", () => {
  // In kilobytes, from the operating system: sampling could miss a peak.
  writeFileSync(String(process.env.RECALL_PEAK_FILE), String(process.resourceUsage().maxRSS * 1024));
});
