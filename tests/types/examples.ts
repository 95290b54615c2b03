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

import type { MessageStore, StoreFilter, StoreMessage, StoreMethods, StoreOptions, StoredMessage } from "tencent-chat-recall/store";
import { openStore } from "tencent-chat-recall/store";
import type { WebhookHandler, WebhookHandlerContext, WebhookHandlerEvent, WebhookHandlerOptions, WebhookStore } from "tencent-chat-recall/webhook";
import { createWebhookHandler, toNodeListener } from "tencent-chat-recall/webhook";

declare const http: { createServer(listener: ReturnType<typeof toNodeListener>): { listen(port: number): unknown } };
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
