//! The way to PostgreSQL: encrypted where the address asks for it, and only to the database that has the certificate.

use std::sync::LazyLock;

use passerelle_hub::store::{Postgres, Store as _, StoreError, Value, read};
use tempfile::TempDir;

use crate::postgres::{Server, start};

/// Certificate and key of whoever calls itself `localhost`, and a database that shows them and takes nobody in the clear.
static ENCRYPTED: LazyLock<(String, Server)> = LazyLock::new(|| {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let certificate = made.cert.pem();
    let server = start("encrypted", Some((&certificate, &made.signing_key.serialize_pem())));
    (certificate, server)
});

/// Its port, and the file of its certificate as an address names it.
fn encrypted() -> (u16, TempDir, String) {
    let (certificate, server) = &*ENCRYPTED;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("base de données.pem");
    std::fs::write(&file, certificate).unwrap();
    let written = file.display().to_string().replace('é', "%C3%A9").replace(' ', "%20");
    (server.port, folder, written)
}

/// Opens it and asks something.
fn opens(url: &str) -> Result<i64, StoreError> {
    let store = Postgres::open(url, 2)?;
    let read = read(&store, |tx| {
        Ok(tx.ask("SELECT count(*) FROM schema_step WHERE step > ?1", &[Value::Int(0)])?.len())
    });
    assert!(read.is_ok_and(|rows| rows == 1));
    store.step()
}

#[test]
fn the_way_to_the_database_is_encrypted_where_the_address_asks_for_it() {
    let (port, _folder, certificate) = encrypted();
    let at = |host: &str, options: &str| opens(&format!("postgres://hub@{host}:{port}/postgres?{options}"));
    assert!(at("localhost", "sslmode=disable").is_err(), "the database takes nobody in the clear");
    for options in [String::new(), "sslmode=prefer".into(), "sslmode=require".into()] {
        assert!(at("127.0.0.1", &options).is_ok(), "{options}: whoever it is");
    }
    let verified = format!("sslmode=verify-full&sslrootcert={certificate}");
    assert!(at("localhost", &verified).is_ok(), "the certificate is known and of this name");
}

#[test]
fn a_database_with_another_certificate_or_name_is_not_told_anything() {
    let (port, folder, certificate) = encrypted();
    let at = |host: &str, options: &str| {
        let url = format!("postgres://hub@{host}:{port}/postgres?{options}");
        opens(&url).expect_err("not this one").to_string()
    };
    let other = folder.path().join("other.pem");
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(&other, made.cert.pem()).unwrap();
    let strange = at("localhost", &format!("sslmode=verify-full&sslrootcert={}", other.display()));
    assert!(strange.contains("certificate"), "{strange}");
    let renamed = at("127.0.0.1", &format!("sslmode=verify-full&sslrootcert={certificate}"));
    assert!(renamed.contains("certificate"), "{renamed}");
    let unknown = at("localhost", "sslmode=verify-full");
    assert!(unknown.contains("certificate"), "no authority of the system's signed it: {unknown}");
    let asked = at("localhost", &format!("sslmode=require&sslrootcert={}", other.display()));
    assert!(asked.contains("certificate"), "who names a certificate wants it held against: {asked}");
}

#[test]
fn a_database_that_does_not_encrypt_is_refused_by_who_requires_it() {
    let plain = crate::postgres::database();
    assert!(opens(&format!("{plain}&sslmode=prefer")).is_ok(), "prefers it, and goes on without");
    let refused = opens(&format!("{plain}&sslmode=require")).expect_err("in the clear");
    assert!(refused.to_string().contains("TLS"), "{refused}");
}
