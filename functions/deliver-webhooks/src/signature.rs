//! Signatures as the Standard Webhooks specification says (symmetric, version 1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The header `webhook-signature`: a signature with each secret, separated by spaces.
pub(crate) fn header(secrets: &[[u8; 32]], id: &str, seconds: i64, body: &str) -> String {
    let signed: Vec<_> = secrets.iter().map(|secret| sign(secret, id, seconds, body)).collect();
    signed.join(" ")
}

fn sign(secret: &[u8], id: &str, seconds: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's reference libraries, whose result another implementation of HMAC confirmed.
    #[test]
    fn a_signature_is_what_another_implementation_computes() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = sign(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn each_secret_signs() {
        let counting: [u8; 32] = std::array::from_fn(|n| u8::try_from(n).unwrap());
        let one = header(&[counting], "evt_1", 1_893_456_000, r#"{"type":"webhook.test"}"#);
        assert_eq!(one, "v1,yzGrogEBQ8sKp4R0hQkBY0Nm1eLWls1IYJQAlQSejZU=");
        let both = header(&[[7; 32], counting], "evt_1", 1_893_456_000, r#"{"type":"webhook.test"}"#);
        assert!(both.ends_with(&format!(" {one}")) && both.starts_with("v1,"), "{both}");
    }
}
