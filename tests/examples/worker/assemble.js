// Copies the files that the Worker serves into public/: the dashboard, and the parts of the package that the page imports.
import { cpSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const PACKAGE = dirname(fileURLToPath(import.meta.resolve("tencent-chat-recall/package.json")));
const PUBLIC = join(HERE, "public");

rmSync(PUBLIC, { recursive: true, force: true });
cpSync(join(HERE, "../../../www"), PUBLIC, { recursive: true });
for (const file of ["index.js", "emulator/index.js", "remote/index.js", "texts/index.js"]) cpSync(join(PACKAGE, file), join(PUBLIC, "pkg", file));
