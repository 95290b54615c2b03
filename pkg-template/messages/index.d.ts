/**
 * The sentences of `RecallError`, its issues and lost requests in English, Chinese and Japanese. Nothing else of the package loads them but the
 * English ones that its messages are made of.
 * @module
 */
import type { ErrorDetail, Issue, Loss, RejectedText } from "tencent-chat-recall";

/**
 * A language.
 * @example
 * const locale: Locale = navigator.language.startsWith("zh") ? "zh" : "en";
 */
export type Locale = "en" | "zh" | "ja";

/**
 * What `errorText` reads of an error: a `RecallError` has it, and so has the error in an answer of the handler.
 * @example
 * const text = (event: { error: ErrorData }) => errorText(event.error, "ja");
 */
export interface ErrorData {
  readonly code: string;
  readonly message: string;
  readonly apiCode?: number;
  readonly detail?: ErrorDetail;
  readonly issues?: readonly Issue[];
}

/**
 * What an issue says, without its path. An issue of a code that this release does not know is its `message`.
 * @example
 * if (isRecallError(error)) for (const issue of error.issues) console.error(issue.path, issueText(issue, "zh"));
 */
export function issueText(issue: Issue, locale: Locale): string;

/**
 * What an error says: its detail, or its first five issues with their paths. What the service's code means and what to try comes from
 * `explainCode`. `ErrorInfo` and what `fetch` threw are quoted as they came.
 * @example
 * await client.recall(request).catch((error: unknown) => {
 *   if (isRecallError(error)) alert(errorText(error, "ja"));
 * });
 */
export function errorText(error: ErrorData, locale: Locale): string;

/**
 * How a request was lost, in a few words.
 * @example
 * if (report.loss) console.error(lossText(report.loss, "zh"));
 */
export function lossText(loss: Loss, locale: Locale): string;

/**
 * Why a piece of a text is no MsgKey: `explainRejected` with the language in its place.
 * @example
 * for (const rejected of parseMsgKeys(text).rejected) console.error(rejected.line, rejectedText(rejected, "zh"));
 */
export function rejectedText(rejected: Pick<RejectedText, "code"> & Partial<RejectedText>, locale: Locale): string;
