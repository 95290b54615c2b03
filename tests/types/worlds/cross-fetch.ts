// A project with cross-fetch, which includes the DOM types.
import crossFetch, { fetch as ponyfill } from "cross-fetch";
import { RecallClient } from "tencent-chat-recall";
import { RemoteRecallClient } from "tencent-chat-recall/remote";

const given = { sdkAppId: 1400000000, identifier: "administrator", secretKey: "text", region: "singapore" } as const;
export const clients = [
  new RecallClient({ ...given, fetch: crossFetch }),
  new RecallClient({ ...given, fetch: ponyfill }),
  new RemoteRecallClient({ url: "https://ops.example/recall", fetch: ponyfill }),
];
