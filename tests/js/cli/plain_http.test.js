// http: to a host other than this machine: accepted only for the host that the user names, and said in the plan.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ACCOUNT, cli, environment, folderOf } from "./support/command.js";

describe("a base URL with http:", () => {
  const plan = ["recall", "--account", ACCOUNT, "--keys", "-", "--dry-run"];
  const input = "1_1_1698741698\n";
  const url = "http://emulator:8080";
  const env = environment(url);
  const NAME = "TENCENT_CHAT_INSECURE_HTTP_HOST";

  it("is rejected for a host other than this machine, unless the host is named", async () => {
    for (const [set, said] of /** @type {[Record<string, string>, RegExp][]} */ ([
      [env, /TENCENT_CHAT_BASE_URL: found http: to emulator, expected https: \(http: is for loopback hosts and the one in --insecure-http-host\)/],
      [{ ...env, [NAME]: "proxy" }, /TENCENT_CHAT_BASE_URL: found http: to emulator/],
      [{ ...env, [NAME]: "emulator:8080" }, /TENCENT_CHAT_INSECURE_HTTP_HOST: found the string "emulator:8080", expected a host name alone/],
    ])) {
      const { status, stdout, stderr } = await cli(plan, { env: set, input });
      assert.match(stderr, said);
      assert.deepEqual([status, stdout], [2, ""]);
    }
  });

  it("is accepted for the host that an option, the environment or a file names, with one line in the plan", async (t) => {
    const folder = folderOf(t);
    writeFileSync(join(folder, "c.env"), `${NAME}=emulator\n`, { mode: 0o600 });
    writeFileSync(join(folder, "c.json"), JSON.stringify({ baseUrl: url, insecureHttpHost: "Emulator" }), { mode: 0o600 });
    for (const [more, set, name] of /** @type {[string[], Record<string, string>, string][]} */ ([
      [["--insecure-http-host", "emulator"], { ...env, [NAME]: "proxy" }, "--insecure-http-host"],
      [[], { ...env, [NAME]: "emulator" }, NAME],
      [["--credentials", "c.env"], env, `c.env: ${NAME}`],
      [["--credentials", "c.json"], env, "c.json: insecureHttpHost"],
    ])) {
      const { status, stdout } = await cli([...plan, ...more], { env: set, cwd: folder, input });
      assert.equal(status, 0, name);
      const line = `! emulator is called over http:, as ${name} allows: the UserSig travels unencrypted`;
      assert.equal(stdout.replaceAll(/\s+/g, " ").split(line).length, 2, stdout);
    }
    const zh = await cli([...plan, "--lang", "zh"], { env: { ...env, [NAME]: "emulator" }, input });
    assert.ok(zh.stdout.replaceAll(/\s+/g, " ").includes(`按 ${NAME} 的设置以 http: 访问 emulator：UserSig 以明文传输`), zh.stdout);
  });

  it("needs no such line on this machine, over https: or with a region", async () => {
    const { TENCENT_CHAT_BASE_URL: _, ...rest } = env;
    for (const service of /** @type {Record<string, string>[]} */ ([{ TENCENT_CHAT_BASE_URL: "http://127.0.0.1:9" }, { TENCENT_CHAT_BASE_URL: "https://emulator" }, { TENCENT_CHAT_REGION: "china" }])) {
      const { status, stdout } = await cli(plan, { env: { ...rest, ...service, [NAME]: "emulator" }, input });
      assert.equal(status, 0);
      assert.doesNotMatch(stdout, /unencrypted/);
    }
  });
});
