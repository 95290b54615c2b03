// Facts of the service and of the crate. Written by `npm run generate` from src/: change them there.

/** MsgKeys in one request at most. */
export const MAX_KEYS = 10;

/** Requests of one app a second. */
export const RATE_LIMIT = 200;

/** Bytes of UTF-8 in a reason at most. */
export const MAX_REASON_BYTES = 100;

/** Characters in a MsgKey at most. */
export const MAX_MSG_KEY_CHARS = 50;

/** Bytes in an official account id at most. */
export const MAX_OFFICIAL_ACCOUNT_BYTES = 48;

/** ErrorCode after too many invalid UserSigs. */
export const LOCKED_OUT = 70050;

/** Messages in a full page of the history. */
export const HISTORY_PAGE = 20;

/** Server time before which no message was sent, Unix seconds. */
export const FIRST_TIME = 1388534400;

/** Bytes of an answer or of a webhook that are read at most. */
export const MAX_BODY_BYTES = 1048576;

/** What every official account id begins with. */
export const OFFICIAL_ACCOUNT_PREFIX = "@TOA#_";

/** Options that are whole numbers. */
export const OPTIONS = {
  /** In milliseconds. */
  timeout: { default: 5000, least: 1, most: 600000 },
  /** In times. */
  retries: { default: 5, least: 0, most: 100 },
  /** In requests a second. */
  rateLimit: { default: 200, least: 1, most: 100000 },
  /** In requests. */
  concurrency: { default: 64, least: 1, most: 1000 },
  /** In seconds. */
  userSigExpire: { default: 86400, least: 60, most: 1576800000 },
  /** In seconds. */
  maxAge: { default: 60, least: 1, most: 86400 },
};

/** Regions by name. */
export const REGIONS = /** @type {const} */ ([
  "china",
  "singapore",
  "seoul",
  "tokyo",
  "frankfurt",
  "silicon-valley",
  "jakarta",
  "mumbai",
  "ksa",
]);

/** Statuses of a message, by their number. */
export const STATUSES = /** @type {const} */ ([
  "recalled",
  "presumedRecalled",
  "notFound",
  "failed",
  "unconfirmed",
  "notAttempted",
]);

/** Every `RecallError.code`. */
export const ERROR_CODES = /** @type {const} */ ([
  "ERR_INVALID_INPUT",
  "ERR_USER_SIG",
  "ERR_PERMISSION",
  "ERR_REGION",
  "ERR_OFFICIAL_ACCOUNT",
  "ERR_PLAN",
  "ERR_REFUSED",
  "ERR_RATE_LIMITED",
  "ERR_NO_REPLY",
  "ERR_UNREADABLE_REPLY",
  "ERR_ABORTED",
  "ERR_DEADLINE",
  "ERR_LIMITER",
  "ERR_BEFORE_SEND",
  "ERR_USER_SIG_PROVIDER",
  "ERR_INPUT_SOURCE",
  "ERR_WEBHOOK",
  "ERR_INTERNAL",
  "ERR_WEBASSEMBLY",
  "ERR_STORE",
]);

/** Codes with which the service refuses an official account. */
export const ACCOUNT_CODES = [10010, 10015, 130004, 130007];

/** How a request ended without an answer. */
export const LOSS = { network: 0, unsent: 1, timeout: 2, unreadable: 3, unreachable: 4 };

/** Options of a client. */
export const CLIENT_OPTIONS = /** @type {const} */ ([
  "sdkAppId",
  "identifier",
  "secretKey",
  "userSig",
  "userSigExpire",
  "region",
  "standby",
  "baseUrl",
  "insecureHttpHost",
  "fetch",
  "timeout",
  "retries",
  "rateLimit",
  "concurrency",
  "limiter",
  "onEvent",
  "deadline",
  "allowSecretKeyInBrowser",
]);

/** Members of a recall request. */
export const REQUEST_MEMBERS = /** @type {const} */ ([
  "officialAccount",
  "msgKeys",
  "messages",
  "unconfirmed",
  "reason",
  "signal",
  "stopSignal",
  "beforeSend",
  "onProgress",
]);

/** Options of a history. */
export const HISTORY_OPTIONS = /** @type {const} */ ([
  "since",
  "until",
  "from",
  "includeRecalled",
  "signal",
]);

/** Languages of the texts about codes. */
export const LANGUAGES = /** @type {const} */ ([
  "en",
  "zh",
  "ja",
]);
