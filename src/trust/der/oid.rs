//! The object identifiers that our structures use, by the names their standards give them.

use const_oid::ObjectIdentifier;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

macro_rules! identifiers {
    ($($name:ident = $text:literal, $what:literal;)*) => {
        $(#[doc = $what] pub const $name: ObjectIdentifier = oid($text);)*
    };
}

identifiers! {
    SHA1 = "1.3.14.3.2.26", "id-sha1";
    SHA256 = "2.16.840.1.101.3.4.2.1", "id-sha256 (RFC 5754)";
    SHA384 = "2.16.840.1.101.3.4.2.2", "id-sha384 (RFC 5754)";
    SHA512 = "2.16.840.1.101.3.4.2.3", "id-sha512 (RFC 5754)";

    RSA = "1.2.840.113549.1.1.1", "rsaEncryption (RFC 8017)";
    RSA_SHA1 = "1.2.840.113549.1.1.5", "sha1WithRSAEncryption";
    RSA_PSS = "1.2.840.113549.1.1.10", "id-RSASSA-PSS (RFC 4055)";
    MGF1 = "1.2.840.113549.1.1.8", "id-mgf1 (RFC 4055)";
    RSA_SHA256 = "1.2.840.113549.1.1.11", "sha256WithRSAEncryption";
    RSA_SHA384 = "1.2.840.113549.1.1.12", "sha384WithRSAEncryption";
    RSA_SHA512 = "1.2.840.113549.1.1.13", "sha512WithRSAEncryption";
    EC_KEY = "1.2.840.10045.2.1", "id-ecPublicKey (RFC 5480)";
    P256 = "1.2.840.10045.3.1.7", "secp256r1";
    P384 = "1.3.132.0.34", "secp384r1";
    ECDSA_SHA1 = "1.2.840.10045.4.1", "ecdsa-with-SHA1";
    ECDSA_SHA256 = "1.2.840.10045.4.3.2", "ecdsa-with-SHA256";
    ECDSA_SHA384 = "1.2.840.10045.4.3.3", "ecdsa-with-SHA384";
    ECDSA_SHA512 = "1.2.840.10045.4.3.4", "ecdsa-with-SHA512";

    SUBJECT_KEY_ID = "2.5.29.14", "subjectKeyIdentifier (RFC 5280)";
    KEY_USAGE = "2.5.29.15", "keyUsage (RFC 5280)";
    SUBJECT_ALT_NAME = "2.5.29.17", "subjectAltName (RFC 5280)";
    ISSUER_ALT_NAME = "2.5.29.18", "issuerAltName (RFC 5280)";
    BASIC_CONSTRAINTS = "2.5.29.19", "basicConstraints (RFC 5280)";
    CRL_POINTS = "2.5.29.31", "cRLDistributionPoints (RFC 5280)";
    POLICIES = "2.5.29.32", "certificatePolicies (RFC 5280)";
    AUTHORITY_KEY_ID = "2.5.29.35", "authorityKeyIdentifier (RFC 5280)";
    EXTENDED_KEY_USAGE = "2.5.29.37", "extKeyUsage (RFC 5280)";
    TIME_STAMPING = "1.3.6.1.5.5.7.3.8", "id-kp-timeStamping (RFC 3161)";

    DATA = "1.2.840.113549.1.7.1", "id-data (RFC 5652)";
    SIGNED_DATA = "1.2.840.113549.1.7.2", "id-signedData (RFC 5652)";
    ENCRYPTED_DATA = "1.2.840.113549.1.7.6", "id-encryptedData (RFC 5652)";
    TST_INFO = "1.2.840.113549.1.9.16.1.4", "id-ct-TSTInfo (RFC 3161)";
    CONTENT_TYPE = "1.2.840.113549.1.9.3", "contentType (RFC 5652)";
    MESSAGE_DIGEST = "1.2.840.113549.1.9.4", "messageDigest (RFC 5652)";
    SIGNING_TIME = "1.2.840.113549.1.9.5", "signingTime (RFC 5652)";
    SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12", "signingCertificate (RFC 2634)";
    SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47", "signingCertificateV2 (RFC 5035)";

    KEY_BAG = "1.2.840.113549.1.12.10.1.1", "keyBag (RFC 7292)";
    SHROUDED_KEY_BAG = "1.2.840.113549.1.12.10.1.2", "pkcs8ShroudedKeyBag (RFC 7292)";
    CERT_BAG = "1.2.840.113549.1.12.10.1.3", "certBag (RFC 7292)";
    X509_CERTIFICATE = "1.2.840.113549.1.9.22.1", "x509Certificate (RFC 7292)";
    PBES2 = "1.2.840.113549.1.5.13", "id-PBES2 (RFC 8018)";
}
