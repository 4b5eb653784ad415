//! Orders that are read: leniently, but never a wrong one.

use super::*;
use certcentral_revoke::api::*;

#[test]
fn order_with_other_id_is_rejected() {
    let get = GetOrder::from_input(&text("123456")).unwrap();
    let sparse = get.parse(&HttpResponse::new(200, r#"{"id":"123456","status":"needs_approval","certificate":{"common_name":"example.com","dns_names":["a",7],"days_remaining":"5"},"product":7,"requests":[{"id":1},{"odd":1}]}"#)).unwrap();
    assert_eq!(sparse.status, "needs_approval");
    let certificate = sparse.certificate.unwrap();
    assert_eq!((certificate.days_remaining, certificate.dns_names.unwrap()), (Some(5), vec!["a".to_owned()]));
    assert_eq!((sparse.product, sparse.requests.unwrap().len()), (None, 1));
    let other = get.parse(&HttpResponse::new(200, r#"{"id":7,"status":"revoked"}"#)).unwrap_err();
    assert_eq!((other.code(), other.effect()), (ErrorCode::ReadFailed, Effect::None));
    let product = |kind| {
        get.parse(&HttpResponse::new(
            200,
            format!(r#"{{"id":123456,"status":"issued","product":{{"type":"{kind}"}}}}"#),
        ))
        .unwrap()
        .product
        .unwrap()
        .is_tls
    };
    assert!(product("ssl_certificate") && product("dv_ssl_certificate") && !product("code_signing_certificate"));
}

#[test]
fn list_encodes_filters_and_ignores_page_limit() {
    let list = ListOrders::from_fields(&fields(&[
        ("search", text("%a&b=ü")),
        ("status", text("issued")),
        ("limit", RawValue::Number(50.0)),
    ]))
    .unwrap();
    assert_eq!(
        list.request().path,
        "/order/certificate?filters%5Bsearch%5D=%25a%26b%3D%C3%BC&filters%5Bstatus%5D=issued&limit=50"
    );
    let page = list
        .parse(&HttpResponse::new(
            200,
            r#"{"orders":[{"id":1,"status":"issued"}],"page":{"total":14,"limit":0,"offset":0}}"#,
        ))
        .unwrap();
    assert_eq!((page.orders.len(), page.total, page.offset, page.next_offset), (1, Some(14), 0, Some(1)));
}
