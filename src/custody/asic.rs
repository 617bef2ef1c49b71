//! The ASiC manifest (ETSI EN 319 162-1 annex A.4, namespace 02918/v1.2.1): one reference with digest for every entry. Its own
//! SHA-256 is the seal. Written line by line, read by a pull parser, so that a million entries need no more memory than three.

use std::io::{self, BufRead, Write};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::bounded::{Allowance, Bounded, XML_EVENT};
use super::layout::TIMESTAMP;
use crate::digest::Sha256;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<asic:ASiCManifest xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\" \
                    xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n";
const SHA256_URI: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const TAIL: &str = "</asic:ASiCManifest>\n";

/// The MIME type of an RFC 3161 token (EN 319 162-1 annex A.4).
pub const TOKEN_TYPE: &str = "application/vnd.etsi.timestamp-token";
/// The MIME type of a detached CMS signature (RFC 8551).
pub const CMS_TYPE: &str = "application/pkcs7-signature";

/// Writes the start of the sealed manifest, which already names the time-stamp that may come.
pub fn write_head(out: &mut impl Write) -> io::Result<()> {
    write_head_for(out, TIMESTAMP, TOKEN_TYPE)
}

/// Writes the start of a manifest that the entry `proof`, of this MIME type, is made over.
pub fn write_head_for(out: &mut impl Write, proof: &str, mime_type: &str) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    writeln!(out, "<asic:SigReference URI=\"{proof}\" MimeType=\"{mime_type}\"/>")
}

/// Writes the reference of one entry. Names are plain ASCII: nothing to escape.
pub fn write_reference(out: &mut impl Write, entry: &str, digest: &Sha256) -> io::Result<()> {
    writeln!(
        out,
        "<asic:DataObjectReference URI=\"{entry}\"><ds:DigestMethod Algorithm=\"{SHA256_URI}\"/>\
         <ds:DigestValue>{}</ds:DigestValue></asic:DataObjectReference>",
        digest.base64()
    )
}

/// Writes the end.
pub fn write_tail(out: &mut impl Write) -> io::Result<()> {
    out.write_all(TAIL.as_bytes())
}

/// A manifest as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// the token or signature over the manifest, which its `SigReference` names
    pub proof: String,
    /// what it refers to, in order
    pub references: Vec<(String, Sha256)>,
}

/// Reads a manifest of at most `most` references; says in words what is wrong with it.
pub fn read(manifest: impl BufRead, most: usize) -> Result<Manifest, String> {
    let allowance = Allowance::new(XML_EVENT);
    let mut reader = Reader::from_reader(Bounded::new(manifest, &allowance));
    let (mut buffer, mut references, mut proof) = (Vec::new(), Vec::new(), String::new());
    let (mut entry, mut in_value, mut closed) = (None, false, false);
    loop {
        allowance.renew();
        if references.len() > most {
            return Err(format!("refers to more than {most} entries"));
        }
        match reader.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
            Event::Start(tag) if tag.local_name().as_ref() == "DataObjectReference" => {
                entry = Some(attribute(&tag, "URI")?)
            }
            Event::Start(tag) if tag.local_name().as_ref() == "DigestValue" => in_value = true,
            Event::Empty(tag) if tag.local_name().as_ref() == "SigReference" => proof = attribute(&tag, "URI")?,
            Event::Empty(tag) if tag.local_name().as_ref() == "DigestMethod" => {
                let algorithm = attribute(&tag, "Algorithm")?;
                if algorithm != SHA256_URI {
                    return Err(format!("digest algorithm {algorithm} is not SHA-256"));
                }
            }
            Event::Text(text) if in_value => {
                let digest = Sha256::from_base64(&text).map_err(|error| error.to_string())?;
                references.push((entry.take().ok_or("a digest without a reference")?, digest));
            }
            Event::End(tag) if tag.local_name().as_ref() == "DigestValue" => in_value = false,
            Event::End(tag) if tag.local_name().as_ref() == "DataObjectReference" && entry.is_some() => {
                return Err(format!("no digest for {}", entry.unwrap_or_default()));
            }
            Event::End(tag) if tag.local_name().as_ref() == "ASiCManifest" => closed = true,
            Event::DocType(_) => return Err("a document type is not allowed".to_owned()),
            Event::Eof if closed => return Ok(Manifest { proof, references }),
            Event::Eof => return Err("the manifest ends too soon".to_owned()),
            _ => {}
        }
        buffer.clear();
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<String, String> {
    let attribute = tag.try_get_attribute(name).map_err(|error| error.to_string())?;
    let attribute = attribute.ok_or_else(|| format!("no attribute {name}"))?;
    Ok(attribute.value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut out = Vec::new();
        write_head(&mut out).unwrap();
        write_reference(&mut out, "a/b.txt", &Sha256::of(b"1")).unwrap();
        write_reference(&mut out, "c", &Sha256::of(b"2")).unwrap();
        write_tail(&mut out).unwrap();
        let expected = vec![("a/b.txt".to_owned(), Sha256::of(b"1")), ("c".to_owned(), Sha256::of(b"2"))];
        assert_eq!(read(&out[..], 2), Ok(Manifest { proof: TIMESTAMP.to_owned(), references: expected }));
        assert!(read(&out[..], 1).unwrap_err().contains("more than 1"));
        assert!(read(&out[..out.len() - 5], 2).is_err());
        let endless = [HEAD.as_bytes(), b"<x y=\"", &[b'z'; XML_EVENT as usize], b"\"/>"].concat();
        assert!(read(&endless[..], 2).unwrap_err().contains("longer than"));
        let weak = String::from_utf8(out).unwrap().replace("2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1");
        assert!(read(weak.as_bytes(), 2).unwrap_err().contains("not SHA-256"));
    }
}
