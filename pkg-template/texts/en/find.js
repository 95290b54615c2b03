// Further English sentences, of `find` and `verify`, by code.

export const FIND = {
  issues: {},
  details: {
    "accounts-failed": "the iterable given as officialAccounts failed; see cause",
    "filter-failed": "a function given as text or where failed; see cause",
  },
  words: {
    "promise": "a promise",
    "find-options": "an object with officialAccounts",
    "official-account-source": "an iterable or async iterable of official account ids",
    "one-official-account": "at least one official account",
    "text-filter": "a text to search for, or a function",
    "message-type-list": "an array of message types",
    "message-type": "one of text, custom, image, sound, video, file, location, face, other",
    "report-or-messages": "a report, or an iterable of messages",
  },
};
