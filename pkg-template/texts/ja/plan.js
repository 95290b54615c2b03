// Japanese warnings of a plan, by code.

export const PLAN = {
  issues: {
    "duplicate-keys count": "{count} 個の MsgKey が重複しています。それぞれ 1 回だけ送信します",
    "unusual-keys count": "{count} 個の MsgKey の中央の数字が 1 ではありません。公式アカウントの MsgKey では 1 です",
    "future-keys count": "{count} 個の MsgKey の送信時刻が未来です",
    "old-keys count": "{count} 個の MsgKey の送信時刻が 2014 年より前です",
    "unusual-identifier": "`identifier` に a-z A-Z 0-9 _ - 以外の文字があります。公式ドキュメントの一部では認められていません",
    "high-rate-limit max": "`rateLimit` が、公式ドキュメントの上限である毎秒 {max} リクエストを超えています",
    "short-timeout max": "`timeout` が {max} ミリ秒以下です。サービス自体のタイムアウトが {max} ミリ秒です",
  },
  details: {},
  words: {},
};
