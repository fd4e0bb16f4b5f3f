//! Forms with files (`multipart/form-data`, RFC 7578), so that uploads work without scripts.

use std::collections::HashMap;
use std::convert::Infallible;

use domain::phrase::Phrase;
use multer::Multipart;
use serde_json::{Map, Value};

use crate::{Kind, Problem};

pub(crate) const MULTIPART: &str = "multipart/form-data";

#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// The fields, like those of a form without files.
    pub document: Value,
    /// File contents by field name. Fields without a chosen file are absent.
    pub files: HashMap<String, Vec<u8>>,
}

fn malformed(detail: impl Into<Phrase>) -> Problem {
    Problem::new(Kind::Malformed, detail)
}

pub(crate) async fn read(content_type: &str, body: &[u8]) -> Result<Upload, Problem> {
    let boundary = multer::parse_boundary(content_type).map_err(|_| malformed(Phrase::of("form-boundary")))?;
    let whole = futures_util::stream::iter([Ok::<_, Infallible>(body.to_vec())]);
    let mut parts = Multipart::new(whole, boundary);
    let mut fields = Map::new();
    let mut files = HashMap::new();
    let broken = |error: multer::Error| malformed(Phrase::of("form-unreadable").arg("error", error));
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(broken)?.to_vec();
        let twice = || malformed(Phrase::of("form-field-twice").arg("name", &name));
        match file {
            // Browsers send a file field without a chosen file with an empty file name and no content.
            Some(file) if file.is_empty() && bytes.is_empty() => {}
            Some(_) => {
                if files.insert(name.clone(), bytes).is_some() {
                    return Err(twice());
                }
            }
            None => {
                let text = String::from_utf8(bytes)
                    .map_err(|_| malformed(Phrase::of("form-field-not-utf8").arg("name", &name)))?;
                if fields.insert(name.clone(), text.into()).is_some() {
                    return Err(twice());
                }
            }
        }
    }
    Ok(Upload { document: Value::Object(fields), files })
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use serde_json::json;

    fn sent(parts: &[(&str, &str)]) -> Result<Upload, Problem> {
        let part = |(head, content): &(&str, &str)| {
            format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
        };
        let body = parts.iter().map(part).chain(["--b--\r\n".to_owned()]).collect::<Vec<_>>().concat();
        read("multipart/form-data; boundary=b", body.as_bytes()).now_or_never().expect("nothing is waited for")
    }

    #[test]
    fn fields_and_files_are_distinguished() {
        let parts = [("name=\"edition\"", "lpc-2022"), ("name=\"file\"; filename=\"a.csv\"", "email\r\na@b.org\r\n")];
        let upload = sent(&parts).unwrap();
        assert_eq!(upload.document, json!({"edition": "lpc-2022"}));
        assert_eq!(upload.files["file"], b"email\r\na@b.org\r\n");
        assert!(sent(&[("name=\"file\"; filename=\"\"", "")]).unwrap().files.is_empty());
    }

    #[test]
    fn malformed_forms_are_refused() {
        let refused = |content_type: &str, body: &[u8]| {
            read(content_type, body).now_or_never().expect("nothing is waited for").unwrap_err().kind()
        };
        assert_eq!(refused("multipart/form-data", b""), Kind::Malformed);
        assert_eq!(refused("multipart/form-data; boundary=b", b"--b\r\nname"), Kind::Malformed);
        assert!(
            sent(&[("name=\"a\"", "1"), ("name=\"a\"", "2")]).unwrap_err().detail().id() == Some("form-field-twice")
        );
        let body = b"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--b--\r\n";
        assert_eq!(refused("multipart/form-data; boundary=b", body), Kind::Malformed);
    }
}
