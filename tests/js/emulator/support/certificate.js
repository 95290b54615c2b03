/** Makes a certificate for localhost with openssl, new for each run: one in the repository would expire. */

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NAMES = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Why no certificate can be made, for a test's option `skip`; false if one can. */
export const LACKS_OPENSSL = spawnSync("openssl", ["version"]).error ? "needs openssl: not found" : false;

/** A key and a certificate as files and as text; `remove` deletes the files. */
export function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const [keyFile, certFile] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  execFileSync("openssl", ["req", "-x509", ...KEY, "-keyout", keyFile, "-out", certFile, "-days", "2", ...NAMES], { stdio: "ignore" });
  return {
    keyFile, certFile, key: readFileSync(keyFile, "utf8"), cert: readFileSync(certFile, "utf8"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
