// Declarations used by the examples in index.d.ts. Prepended when the examples are compiled, each in a separate function.
import type {
  AccountPlan, AccountRecallRequest, AccountSummary, MessageRef, MessagesRecallRequest, RecallControls, RecallEvent, RequestFacts,
  BeforeSendRequest, ClientOptions, CodeExplanation, CodeSummary, DecodedResponse, DetailCode, ErrorDetail, FetchInit, FetchLike, FetchResponse, HistoryMessage, HistoryOptions, Issue, IssueCode, LastMsgKeyBatch,
  Loss, MsgKeyBatch, MsgKeyReader, MsgKeySource, ParsedMsgKeys, ReadMsgKeysOptions,
  RecallCounts, RecallEachRequest, RecallErrorCode, RecallHttpRequest, RecallPlan, RecallProgress, RecallReport, RecallRequest,
  RecallResult, RecallRows, RejectCode, RejectParams, RejectedText, RecallStatus, RecallSummary, Region, SignOptions, UserSigInfo, UserSigVerdict, VerifyOptions, WebhookEvent, WebhookOptions, WebhookRequest,
} from "tencent-chat-recall";
import {
  RecallClient, RecallError, buildRequest, createMsgKeyReader, decodeResponse, explainCode, inspectUserSig, isOpen, isRecallError,
  parseMsgKeys, readMsgKeys, readWebhook,
  recall, signUserSig, verifyUserSig,
} from "tencent-chat-recall";

declare class ProxyAgent {
  constructor(url: string);
}
declare const undici: { fetch(url: string, init: RequestInit & { dispatcher: ProxyAgent }): Promise<Response> };
declare const process: { env: Record<string, string | undefined> };
declare const client: RecallClient;
declare const request: RecallRequest;
declare const report: RecallReport;
declare const error: unknown;
declare const userSig: string;
declare function readSecret(): string;
declare function readKeys(): AsyncIterable<string>;
