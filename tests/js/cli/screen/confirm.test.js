// The number typed to confirm a recall, and the command to resume a run.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isNumber } from "../../../../pkg-template/cli/terminal/number_prompt.js";
import { keptOptions, quoted, resumeCommand } from "../../../../pkg-template/cli/screen/resume_command.js";

describe("the typed number", () => {
  it("may have thousands separators of any country, and full-width digits", () => {
    for (const typed of ["11850", " 11850 ", "11,850", "11 850", "11.850", "11'850", "11’850", "11_850", "11\u00a0850", "11\u202f850", "１１８５０", "１１，８５０"]) {
      assert.ok(isNumber(typed, 11_850), JSON.stringify(typed));
    }
    assert.ok(isNumber("1,234,567", 1_234_567));
  });

  it("must be exactly that number", () => {
    for (const typed of ["", " ", "11,85", "1,1850", "118,50", "1 1 8 5 0", "011850", "+11850", "11850.0", "1.185e4", "0x2e4a", "11850 yes", "11,850,", "11,850.000", "yes"]) {
      assert.ok(!isNumber(typed, 11_850), JSON.stringify(typed));
    }
    assert.ok(!isNumber("1,234.567", 1_234_567), "two signs that part thousands");
  });
});

describe("the command to resume a run", () => {
  it("quotes words with a special meaning in the shell", () => {
    for (const word of ["@TOA#_x", "a b", "it's", "$HOME", "*", "~", "a;b", ""]) assert.match(quoted(word, "linux"), /^'.*'$/s);
    assert.equal(quoted("it's", "linux"), "'it'\\''s'");
    assert.equal(quoted("/var/log/run-1.jsonl", "linux"), "/var/log/run-1.jsonl");
    assert.equal(quoted("my run.jsonl", "win32"), '"my run.jsonl"');
  });

  it("has the options that the journal does not store, and a file name that is not mistaken for an option", () => {
    const options = { credentials: "my env", "base-url": "http://emulator:8788", "insecure-http-host": "emulator", standby: true, "rate-limit": 20, timeout: 8000, deadline: 90_500, lang: "zh", keys: ["keys.txt"], yes: true };
    assert.equal(keptOptions(options), " --credentials 'my env' --base-url http://emulator:8788 --insecure-http-host emulator --standby --rate-limit 20 --timeout 8s --deadline 90500ms --lang zh");
    assert.equal(resumeCommand("-run.jsonl", " --retries 2"), "npx tencent-chat-recall recall --resume ./-run.jsonl --retries 2");
  });
});
