// Further English sentences, of the store and the webhook handler, by code.

export const RECEIVER = {
  issues: {},
  details: {
    "store-driver-missing name wanted": "found no package {name}, which this store needs; install it: {wanted}",
    "store-newer count max": "found a store of schema version {count}, expected at most {max}: a newer version of tencent-chat-recall wrote it",
    "store-failed said": "the store failed: {said}",
    "store-closed": "the store is closed",
    "webhook-queue-full max": "{max} webhooks are waiting for the store; this one was not stored",
  },
  words: {
    "store-options": "an object with sdkAppId",
    "store-url": 'a URL like "sqlite:sent.db" or "postgres://user@host/database"',
    "store-messages": "an iterable of messages with officialAccount and msgKey",
    "store-account": "an official account id without control characters",
    "store-filter": "an object with filters, or nothing",
    "store-accounts": "an iterable of official account ids",
    "store-prune": "an object with before",
    "store-text": "a text that is not empty",
    "msg-body": "an array, as in the MsgBody of the service",
    "msg-time": "Unix seconds",
    "webhook-handler-options": "an object with token and sdkAppId",
    "webhook-store": "a store with put() and markRecalled()",
  },
};
