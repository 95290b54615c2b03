//! The vendor's data centres: the name of each, its host and its stand-by host.

use crate::issue::code::IssueCode;
use crate::issue::problem::{Param, Problem};
use crate::text::excerpt::brief;

/// A data centre of the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Its name in this package.
    pub name: &'static str,
    /// Its country code, ISO 3166.
    pub country: &'static str,
    /// Its host.
    pub host: &'static str,
    /// Its stand-by host, for use when a carrier hijacks DNS. Source: 1047/34620.
    pub standby: &'static str,
}

/// Every data centre in the vendor's documents. `mumbai` was removed from them in 2024-07; `ksa` is only in public code.
pub static REGIONS: &[Region] = &[
    region("china", "cn", "console.tim.qq.com", "adminapi.my-imcloud.com"),
    region("singapore", "sg", "adminapisgp.im.qcloud.com", "adminapisgp.my-imcloud.com"),
    region("seoul", "kr", "adminapikr.im.qcloud.com", "adminapikr.my-imcloud.com"),
    region("tokyo", "jp", "adminapijpn.im.qcloud.com", "adminapijpn.my-imcloud.com"),
    region("frankfurt", "de", "adminapiger.im.qcloud.com", "adminapiger.my-imcloud.com"),
    region("silicon-valley", "us", "adminapiusa.im.qcloud.com", "adminapiusa.my-imcloud.com"),
    region("jakarta", "id", "adminapiidn.im.qcloud.com", "adminapiidn.my-imcloud.com"),
    region("mumbai", "in", "adminapiind.im.qcloud.com", "adminapiind.my-imcloud.com"),
    region("ksa", "sa", "adminapiksa.im.qcloud.com", "adminapiksa.my-imcloud.com"),
];

const fn region(name: &'static str, country: &'static str, host: &'static str, standby: &'static str) -> Region {
    Region { name, country, host, standby }
}

/// Finds a region by name.
///
/// # Errors
/// The problem, with the intended name if a similar one exists.
pub(super) fn find(name: &str) -> Result<&'static Region, Problem> {
    if let Some(region) = REGIONS.iter().find(|region| region.name == name) {
        return Ok(region);
    }
    let meant = meant(name).map_or(Param::Absent, Param::from);
    Err(Problem::new(IssueCode::UnknownRegion, [brief(name).into(), meant]))
}

/// The region that an unknown name probably means: its name in upper case or with a prefix, or its country code.
fn meant(name: &str) -> Option<&'static str> {
    let is = |part: Option<&str>, own: &str| part.is_some_and(|part| part.eq_ignore_ascii_case(own));
    let end = |own: &str| name.len().checked_sub(own.len()).and_then(|at| name.get(at..));
    let is_code = |code: &str| name.len() < 4 && is(name.get(..2), code);
    let found = REGIONS.iter().find(|region| is(end(region.name), region.name) || is_code(region.country));
    found.map(|region| region.name)
}
