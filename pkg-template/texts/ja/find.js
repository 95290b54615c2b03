// Further Japanese sentences, of `find` and `verify`, by code.

export const FIND = {
  issues: {},
  details: {
    "accounts-failed": "officialAccounts に渡されたイテラブルが失敗しました。cause を参照してください",
    "filter-failed": "text または where に渡された関数が失敗しました。cause を参照してください",
  },
  words: {
    "promise": "Promise",
    "find-options": "officialAccounts を持つオブジェクト",
    "official-account-source": "公式アカウント ID のイテラブルまたは非同期イテラブル",
    "one-official-account": "1 つ以上の公式アカウント",
    "text-filter": "検索するテキスト、または関数",
    "message-type-list": "メッセージの種類の配列",
    "message-type": "text、custom、image、sound、video、file、location、face、other のいずれか",
    "report-or-messages": "レポート、またはメッセージのイテラブル",
  },
};
