// Further Japanese sentences, of the store and the webhook handler, by code.

export const RECEIVER = {
  issues: {},
  details: {
    "store-driver-missing name wanted": "このストアに必要なパッケージ {name} が見つかりません。インストールしてください: {wanted}",
    "store-newer count max": "ストアのスキーマのバージョンは {count} ですが、{max} 以下が必要です。より新しい tencent-chat-recall が書いたものです",
    "store-failed said": "ストアでエラーが起きました: {said}",
    "store-closed": "ストアは閉じられています",
    "webhook-queue-full max": "{max} 件の Webhook がストアへの書き込みを待っています。この 1 件は保存されませんでした",
  },
  words: {
    "store-options": "sdkAppId を持つオブジェクト",
    "store-url": "「sqlite:sent.db」や「postgres://user@host/database」のような URL",
    "store-messages": "officialAccount と msgKey を持つメッセージの反復可能オブジェクト",
    "store-account": "制御文字を含まない公式アカウント ID",
    "store-filter": "絞り込み条件のオブジェクト、または省略",
    "store-accounts": "公式アカウント ID の反復可能オブジェクト",
    "store-prune": "before を持つオブジェクト",
    "store-text": "空でないテキスト",
    "msg-body": "サービスの MsgBody と同じ配列",
    "msg-time": "Unix 秒",
    "webhook-handler-options": "token と sdkAppId を持つオブジェクト",
    "webhook-store": "put() と markRecalled() を持つストア",
  },
};
