//! Problems and errors in one line, for tests: the code, then its parameters, `-` for one that is absent.

use crate::error::Error;
use crate::issue::problem::{Issue, Param, Problem};

fn param(param: &Param) -> String {
    match param {
        Param::Absent => "-".into(),
        Param::Number(number) => number.to_string(),
        Param::Text(text) => format!("\"{text}\""),
        Param::Word(word) => word.as_str().into(),
    }
}

fn line<'a>(row: &str, params: impl IntoIterator<Item = &'a Param>) -> String {
    let (code, names) = row.split_once(' ').unwrap_or((row, ""));
    let params: Vec<String> = params.into_iter().map(param).collect();
    assert!(params.len() <= names.split_whitespace().count().max(1), "{row} has fewer parameters than {params:?}");
    [vec![code.to_owned()], params].concat().join(" ")
}

/// What a problem says.
pub(crate) fn problem(problem: &Problem) -> String {
    line(problem.code.row(), &problem.params)
}

/// What an issue says, after its path.
pub(crate) fn issue(issue: &Issue) -> String {
    format!("{}: {}", issue.path, problem(&issue.problem))
}

/// What the detail of an error says.
pub(crate) fn detail(error: &Error) -> String {
    error.detail().map_or_else(String::new, |detail| line(detail.code.row(), [&detail.param]))
}
