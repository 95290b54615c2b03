// English warnings of a plan, by code.

export const PLAN = {
  issues: {
    "duplicate-keys count": ["{count} key is a duplicate; it is sent once", "{count} keys are duplicates; each is sent once"],
    "unusual-keys count": ["{count} key has a middle number other than 1; keys of official accounts have 1", "{count} keys have a middle number other than 1; keys of official accounts have 1"],
    "future-keys count": ["{count} key says that its message was sent in the future", "{count} keys say that their messages were sent in the future"],
    "old-keys count": ["{count} key says that its message was sent before 2014", "{count} keys say that their messages were sent before 2014"],
    "unusual-identifier": "the `identifier` has characters other than a-z A-Z 0-9 _ -, which some of the vendor's documents do not allow",
    "high-rate-limit max": "`rateLimit` is above {max} requests a second, the service's documented limit",
    "short-timeout max": "`timeout` is not longer than {max} ms, after which the service itself gives up",
  },
  details: {},
  words: {},
};
