//! Layers: each rewrites a text as the named program does. They share no code with the reader.

use crate::chance::Chance;

/// The name of a program, and a function that rewrites a text as it does.
pub type Layer = (&'static str, fn(&str, &mut Chance) -> String);

/// Changes by people and word processors, which come first.
pub const SPOILS: &[Layer] = &[("no-break space", no_break), ("zero width", zero_width), ("full width", full_width)];

/// Programs that break lines at a width. They come after all layers that change the length of lines.
pub const FOLDS: &[Layer] = &[("folded", fold), ("folded", fold), ("hexdump", hexdump)];

/// Programs that add text around lines.
pub const FRAMES: &[Layer] = &[
    ("quoted mail", mail),
    ("grep", grep),
    ("numbered", numbered),
    ("border", border),
    ("cat -v", caret),
    ("json", json),
];

/// Programs that escape or quote a text.
pub const LAYERS: &[Layer] = &[
    ("json", json),
    ("json, ASCII alone", json_ascii),
    ("percent", percent),
    ("percent, all signs", percent_all),
    ("percent, as IIS", percent_u),
    ("octal", octal),
    ("rsyslog", rsyslog),
    ("python repr", python),
    ("nginx", nginx),
    ("html", html),
    ("html by number", html_numbers),
    ("quoted-printable", quoted_printable),
    ("quoted-printable, all signs", quoted_printable_all),
    ("markdown", markdown),
    ("csv", csv),
    ("list", list),
    ("object", object),
    ("backslashes lost", lost),
];

fn each(text: &str, mut write: impl FnMut(char, &mut String)) -> String {
    let mut out = String::new();
    for character in text.chars() {
        write(character, &mut out);
    }
    out
}

fn bytes(character: char, write: impl Fn(u8) -> String) -> String {
    character.to_string().bytes().map(write).collect()
}

fn json_inside(text: &str, is_ascii: bool) -> String {
    each(text, |c, out| match c {
        '"' | '\\' => out.extend(['\\', c]),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        _ if c.is_control() || is_ascii && !(c.is_ascii_alphanumeric() || c == '_' || c == ' ') => {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().for_each(|unit| *out += &format!("\\u{unit:04x}"));
        }
        _ => out.push(c),
    })
}

fn json(text: &str, chance: &mut Chance) -> String {
    let name = chance.pick(&["msg", "log", "MESSAGE", "data"]);
    format!("{{\"{name}\":\"{}\",\"n\":{}}}", json_inside(text, false), chance.below(100))
}

fn json_ascii(text: &str, _: &mut Chance) -> String {
    format!("\"{}\"", json_inside(text, true))
}

fn percent(text: &str, _: &mut Chance) -> String {
    let escaped = each(text, |c, out| match c {
        _ if c.is_ascii_alphanumeric() || "-_.!~*'()".contains(c) => out.push(c),
        _ => *out += &bytes(c, |byte| format!("%{byte:02X}")),
    });
    format!("GET /r?k={escaped} 200")
}

fn percent_all(text: &str, _: &mut Chance) -> String {
    let escaped = each(text, |c, out| match c {
        _ if c.is_ascii_alphanumeric() => out.push(c),
        _ => *out += &bytes(c, |byte| format!("%{byte:02x}")),
    });
    format!("k={escaped}")
}

fn percent_u(text: &str, _: &mut Chance) -> String {
    each(text, |c, out| match c {
        _ if c.is_ascii_alphanumeric() || c == '_' => out.push(c),
        _ => *out += &format!("%u{:04x}", u32::from(c).min(0xffff)),
    })
}

fn octal(text: &str, _: &mut Chance) -> String {
    each(text, |c, out| match c {
        '\\' => out.push_str("\\\\"),
        ' '..='~' => out.push(c),
        _ => *out += &bytes(c, |byte| format!("\\{byte:03o}")),
    })
}

fn rsyslog(text: &str, chance: &mut Chance) -> String {
    let is_eight_bit = chance.below(2) == 0;
    each(text, |c, out| match c {
        _ if c.is_ascii_control() || is_eight_bit && !c.is_ascii() => *out += &bytes(c, |byte| format!("#{byte:03o}")),
        _ => out.push(c),
    })
}

fn python(text: &str, chance: &mut Chance) -> String {
    let is_bytes = chance.below(2) == 0;
    let inside = each(text, |c, out| match c {
        '\\' | '\'' => out.extend(['\\', c]),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        _ if c.is_control() || is_bytes && !c.is_ascii() => *out += &bytes(c, |byte| format!("\\x{byte:02x}")),
        _ => out.push(c),
    });
    format!("{}'{inside}'", if is_bytes { "b" } else { "" })
}

fn nginx(text: &str, _: &mut Chance) -> String {
    each(text, |c, out| match c {
        '"' | '\\' => *out += &format!("\\x{:02X}", u32::from(c)),
        ' '..='~' => out.push(c),
        _ => *out += &bytes(c, |byte| format!("\\x{byte:02X}")),
    })
}

fn html(text: &str, _: &mut Chance) -> String {
    each(text, |c, out| match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\u{a0}' => out.push_str("&nbsp;"),
        '\u{ad}' => out.push_str("&shy;"),
        _ => out.push(c),
    })
}

fn html_numbers(text: &str, chance: &mut Chance) -> String {
    let (is_hex, is_closed) = (chance.below(2) == 0, chance.below(4) > 0);
    let end = if is_closed { ";" } else { "" };
    each(text, |c, out| match c {
        _ if c.is_ascii_alphanumeric() || c == '_' => out.push(c),
        _ if is_hex => *out += &format!("&#x{:x}{end}", u32::from(c)),
        _ => *out += &format!("&#{}{end}", u32::from(c)),
    })
}

fn quoted_printable(text: &str, _: &mut Chance) -> String {
    each(text, |c, out| match c {
        '\n' | '\t' => out.push(c),
        ' '..='~' if c != '=' => out.push(c),
        _ => *out += &bytes(c, |byte| format!("={byte:02X}")),
    })
}

fn quoted_printable_all(text: &str, _: &mut Chance) -> String {
    each(text, |c, out| match c {
        _ if c.is_ascii_alphanumeric() => out.push(c),
        _ => *out += &bytes(c, |byte| format!("={byte:02X}")),
    })
}

fn caret(text: &str, _: &mut Chance) -> String {
    each(text, |c, out| match c {
        '\n' => out.push_str("$\n"),
        _ if c.is_ascii_control() => out.extend(['^', char::from(c as u8 ^ 0x40)]),
        _ => out.push(c),
    })
}

fn markdown(text: &str, _: &mut Chance) -> String {
    each(text, |c, out| match c {
        '_' | '*' | '\\' | '`' | '[' | ']' | '<' => out.extend(['\\', c]),
        _ => out.push(c),
    })
}

fn fold(text: &str, chance: &mut Chance) -> String {
    let (width, end) = (10 + chance.below(90), chance.pick(&["\n", "\n", "\r\n", "=\n", "\\\n"]));
    let lines = text.split('\n').map(|line| {
        let characters: Vec<char> = line.chars().collect();
        let parts = characters.chunks(width).map(|part| part.iter().collect::<String>());
        parts.collect::<Vec<_>>().join(end)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn each_line(text: &str, mut write: impl FnMut(usize, &str) -> String) -> String {
    text.split('\n').enumerate().map(|(number, line)| write(number + 1, line)).collect::<Vec<_>>().join("\n")
}

fn mail(text: &str, _: &mut Chance) -> String {
    each_line(text, |_, line| format!("> {line}"))
}

fn grep(text: &str, chance: &mut Chance) -> String {
    let (file, mark) = (chance.pick(&["", "app.log:", "7:"]), chance.pick(&[":", ":", "-"]));
    each_line(text, |number, line| format!("{file}{number}{mark}{line}"))
}

fn numbered(text: &str, chance: &mut Chance) -> String {
    let gap = chance.pick(&["\t", "  ", ". ", ") ", " | "]);
    each_line(text, |number, line| format!("{number:6}{gap}{line}"))
}

fn hexdump(text: &str, _: &mut Chance) -> String {
    let line = |(number, part): (usize, &[u8])| {
        let hex: String = part.iter().map(|byte| format!("{byte:02x} ")).collect();
        let shown: String =
            part.iter().map(|byte| if (32..127).contains(byte) { char::from(*byte) } else { '.' }).collect();
        format!("{:08x}  {hex} |{shown}|", number * 16)
    };
    text.as_bytes().chunks(16).enumerate().map(line).collect::<Vec<_>>().join("\n")
}

fn csv(text: &str, chance: &mut Chance) -> String {
    let cell = format!("\"{}\"", text.replace('"', "\"\""));
    match chance.below(3) {
        0 => format!("id,MsgKey\n1,{cell}\n"),
        1 => format!("id,text\n1,{cell}\n"),
        _ => format!("id,k\n1,=\"{text}\"\n"),
    }
}

fn list(text: &str, chance: &mut Chance) -> String {
    let (open, mark, close) =
        chance.pick(&[("[", "'", "]"), ("[ ", "'", " ]"), ("{", "", "}"), ("(", "\"", ")"), ("[", "", "]")]);
    let parts: Vec<String> = text.split(' ').map(|part| format!("{mark}{part}{mark}")).collect();
    format!("{open}{}{close}", parts.join(", "))
}

fn object(text: &str, chance: &mut Chance) -> String {
    let (before, behind) = chance.pick(&[
        ("k=", ""),
        ("{k: '", "'}"),
        ("<a k=\"", "\"/>"),
        ("<![CDATA[", "]]>"),
        ("k: |\n  ", ""),
        ("VALUES (5, '", "', 7);"),
    ]);
    format!("{before}{text}{behind}")
}

fn border(text: &str, _: &mut Chance) -> String {
    format!("+---+\n| k |\n+---+\n{}\n+---+\n1 row in set", each_line(text, |_, line| format!("| {line} |")))
}

fn no_break(text: &str, _: &mut Chance) -> String {
    text.replace(' ', "\u{a0}")
}

fn zero_width(text: &str, chance: &mut Chance) -> String {
    let mark = chance.pick(&['\u{200b}', '\u{ad}', '\u{feff}', '\u{2060}', '\u{300}']);
    each(text, |c, out| {
        out.push(c);
        if chance.below(8) == 0 {
            out.push(mark);
        }
    })
}

fn full_width(text: &str, chance: &mut Chance) -> String {
    each(text, |c, out| {
        let is_wide = c.is_ascii_digit() && chance.below(12) == 0;
        out.push(if is_wide { char::from_u32(u32::from(c) + 0xfee0).unwrap() } else { c });
    })
}

fn lost(text: &str, _: &mut Chance) -> String {
    json_inside(&text.replace('\\', "/"), true).replace('\\', "")
}
