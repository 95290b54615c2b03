//! Tests of the regions: every host, and the error for an unknown name.

use crate::said;
use crate::vendor::endpoint::{self, Endpoint};
use crate::vendor::region::REGIONS;

const PATH: &str = "/v4/official_account_open_http_svc/official_account_msg_recall";

#[test]
fn every_region_has_its_host_and_its_stand_by_host() {
    let recall = |name: &str, standby| Endpoint::region(name, standby).unwrap().call(endpoint::RECALL);
    for (name, host, standby) in [
        ("china", "console.tim.qq.com", "adminapi.my-imcloud.com"),
        ("singapore", "adminapisgp.im.qcloud.com", "adminapisgp.my-imcloud.com"),
        ("seoul", "adminapikr.im.qcloud.com", "adminapikr.my-imcloud.com"),
        ("tokyo", "adminapijpn.im.qcloud.com", "adminapijpn.my-imcloud.com"),
        ("frankfurt", "adminapiger.im.qcloud.com", "adminapiger.my-imcloud.com"),
        ("silicon-valley", "adminapiusa.im.qcloud.com", "adminapiusa.my-imcloud.com"),
        ("jakarta", "adminapiidn.im.qcloud.com", "adminapiidn.my-imcloud.com"),
        ("mumbai", "adminapiind.im.qcloud.com", "adminapiind.my-imcloud.com"),
        ("ksa", "adminapiksa.im.qcloud.com", "adminapiksa.my-imcloud.com"),
    ] {
        assert_eq!(recall(name, false), format!("https://{host}{PATH}"));
        assert_eq!(recall(name, true), format!("https://{standby}{PATH}"));
        assert_eq!(Endpoint::region(name, false).unwrap().host(), host);
    }
    assert_eq!(REGIONS.len(), 9);
}

#[test]
fn an_unknown_region_gets_the_one_that_is_meant() {
    for (name, meant) in [
        ("Singapore", "\"singapore\""),
        ("ap-seoul", "\"seoul\""),
        ("sgp", "\"singapore\""),
        ("CN", "\"china\""),
        ("", "-"),
        ("c", "-"),
        ("china\n", "-"),
        ("管", "-"),
        ("index", "-"),
    ] {
        let found = format!("\"{}\"", crate::text::excerpt::brief(name));
        let problem = Endpoint::region(name, false).unwrap_err();
        assert_eq!(said::problem(&problem), format!("unknown-region {found} {meant}"));
    }
}
