// What the types accept and reject. Compiled, never run: a line after `@ts-expect-error` that compiles is an error.
import {
  type ClientOptions,
  type RecallErrorCode,
  type RecallReport,
  type RecallResult,
  type RecallStatus,
  type UserSigVerdict,
  RecallClient,
  RecallError,
  buildRequest,
  decodeResponse,
  explainCode,
  isRecallError,
  parseMsgKeys,
  readWebhook,
  recall,
  signUserSig,
  verifyUserSig,
} from "tencent-chat-recall";
import { type Emulator, createEmulator, startEmulator } from "tencent-chat-recall/emulator";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(...proof: Equal<A, B> extends true ? [] : [difference: never]): void;

const credentials = { sdkAppId: 1400000000, identifier: "administrator", secretKey: "text" };
const options = { ...credentials, region: "singapore" } satisfies ClientOptions;
const what = { officialAccount: "@TOA#_2J4SZEAEL", msgKeys: ["71_1_1698741698"] as const };

export async function lists(client: RecallClient) {
  const report = await recall({ ...options, ...what });
  same<typeof report, RecallReport>();
  same<typeof report.results, RecallResult[]>();
  same<keyof typeof report.counts, RecallStatus>();
  same<RecallResult["code"], number | undefined>();
  await client.recall({ ...what, signal: new AbortController().signal, onProgress: ({ rate }) => void rate.toFixed() });
  // @ts-expect-error an official account is required
  await recall({ ...options, msgKeys: [] });
  // @ts-expect-error there is no such region
  await recall({ ...options, ...what, region: "atlantis" });
  // @ts-expect-error MsgKeys are strings
  await client.recall({ ...what, msgKeys: [71] });
  await client.recall({ ...what, msgKeys: new Set(["71_1_1698741698"]) });
  // @ts-expect-error results are read after the run
  void client.recall(what).results;
}

export async function streams(client: RecallClient, keys: AsyncIterable<string>) {
  for await (const result of client.recallEach({ ...what, msgKeys: keys })) same<typeof result, RecallResult>();
  for await (const { msgKey } of client.recallEach({ ...what, msgKeys: new Set(["71_1_1698741698"]) })) msgKey.split("_");
  for await (const { state } of client.history("@TOA#_2J4SZEAEL", { since: new Date() })) same<typeof state, "normal" | "hole" | "recalled">();
  // @ts-expect-error it is an async iterable
  for (const result of client.recallEach({ ...what, msgKeys: keys })) void result;
  same<ReturnType<typeof client.plan>["batches"], string[][]>();
}

export async function formsThatWereNotFilledIn(client: RecallClient, reason: string | undefined, signal: AbortSignal | undefined) {
  await client.recall({ ...what, reason, signal });
  for await (const { status } of client.recallEach({ ...what, reason }, { signal })) same<typeof status, RecallStatus>();
  void new RecallClient({ ...options, timeout: undefined, limiter: undefined });
  void createEmulator({ seed: undefined, faults: undefined });
}

export function ways(fetch: typeof globalThis.fetch) {
  void new RecallClient({ ...options, fetch, limiter: { acquire: (signal) => signal.throwIfAborted() }, deadline: new Date() });
  void new RecallClient({ sdkAppId: 1, identifier: "a", userSig: async () => "text", baseUrl: "https://proxy.example" });
  // @ts-expect-error a UserSig is text
  void new RecallClient({ sdkAppId: 1, identifier: "a", userSig: () => 7, region: "china" });
  // @ts-expect-error options are required
  void new RecallClient();
}

export function errors(error: unknown) {
  if (isRecallError(error)) {
    same<typeof error, RecallError>();
    same<typeof error.code, RecallErrorCode>();
    same<typeof error.name, "RecallError">();
    // @ts-expect-error errors are readonly
    error.code = "ERR_INTERNAL";
    // @ts-expect-error there is no such code
    void (error.code === "ERR_NOTHING");
  }
  // @ts-expect-error the type is not narrowed here
  void error.code;
}

export function offline(verdict: UserSigVerdict, request: Request) {
  same<string, ReturnType<typeof signUserSig>>();
  if (verdict.valid) verdict.info.expiresAt.toFixed();
  else verdict.message.trim();
  // @ts-expect-error a valid result has no message
  if (verdict.valid) void verdict.message;
  verifyUserSig("text", { ...credentials, now: Date.now() });
  same<ReturnType<typeof buildRequest>["method"], "POST">();
  same<ReturnType<typeof decodeResponse>["results"], Omit<RecallResult, "officialAccount">[]>();
  explainCode(10030, { locale: "zh" });
  explainCode(10030, { locale: "ja" });
  // @ts-expect-error the languages are English and Chinese
  explainCode(10030, { locale: "fr" });
  same<ReturnType<typeof parseMsgKeys>["lines"], number[]>();
  void readWebhook(request, { token: "text", sdkAppId: 1 });
  void readWebhook({ url: "https://example.com/", body: "{}" }, { token: "text", sdkAppId: 1 });
  // @ts-expect-error a token is required
  void readWebhook(request, { sdkAppId: 1 });
}

export async function emulated() {
  const { url, emulator, close } = await startEmulator({ faults: "lossy", seed: 7 });
  same<typeof emulator, Emulator>();
  const msgKeys = emulator.broadcast({ officialAccount: emulator.createAccount(), count: 3, text: "wrong" });
  await recall({ ...credentials, ...what, baseUrl: url, msgKeys, fetch: emulator.fetch });
  // @ts-expect-error there is no such plan
  createEmulator({ faults: 7 });
  await close();
}
