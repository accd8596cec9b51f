//! The way to PostgreSQL: whether it is encrypted, and by which certificate the hub knows its database, as the address says
//! it (`sslmode`, `sslrootcert`, in the words of libpq).

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use postgres::config::SslMode;
use postgres::{Client, Config, NoTls};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::StoreError;

/// What `sslmode` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Disable,
    Prefer,
    Require,
    VerifyFull,
}

/// How connections are made.
pub(super) struct Road {
    pub config: Config,
    /// None where nothing is encrypted.
    tls: Option<MakeRustlsConnect>,
}

fn wrong(why: impl Into<String>) -> StoreError {
    StoreError::Other(why.into())
}

impl Road {
    /// Reads `postgres://user:word@host/database?sslmode=…&sslrootcert=FILE`. Without `sslmode` it is `prefer`, as everywhere
    /// with PostgreSQL. Refused: an address or mode that is none, a file of certificates that cannot be read.
    pub fn read(url: &str) -> Result<Road, StoreError> {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut mode, mut roots, mut rest) = (Mode::Prefer, None, Vec::new());
        for option in query.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("sslmode", "disable")) => mode = Mode::Disable,
                Some(("sslmode", "prefer")) => mode = Mode::Prefer,
                Some(("sslmode", "require")) => mode = Mode::Require,
                Some(("sslmode", "verify-full")) => mode = Mode::VerifyFull,
                Some(("sslmode", other)) => {
                    return Err(wrong(format!("sslmode={other}: disable, prefer, require or verify-full")));
                }
                Some(("sslrootcert", file)) => {
                    let file = percent_decode_str(file).decode_utf8();
                    roots = Some(PathBuf::from(file.map_err(|_| wrong("sslrootcert: not a path"))?.as_ref()));
                }
                _ => rest.push(option),
            }
        }
        let mut config = Config::from_str(&format!("{address}?{}", rest.join("&")))
            .map_err(|_| wrong("not an address"))?;
        config.ssl_mode(match mode {
            Mode::Disable => SslMode::Disable,
            Mode::Prefer => SslMode::Prefer,
            Mode::Require | Mode::VerifyFull => SslMode::Require,
        });
        let tls = match mode {
            Mode::Disable => None,
            // As libpq does: what was not asked for is not verified, and is no protection from who stands between.
            Mode::Prefer | Mode::Require if roots.is_none() => Some(client(None)?),
            Mode::Prefer | Mode::Require | Mode::VerifyFull => Some(client(Some(known(roots)?))?),
        };
        Ok(Road { config, tls })
    }

    /// One more connection.
    pub fn connect(&self) -> Result<Client, postgres::Error> {
        match &self.tls {
            Some(tls) => self.config.connect(tls.clone()),
            None => self.config.connect(NoTls),
        }
    }
}

/// The certificates of a file (PEM), or those that the system trusts.
fn known(file: Option<PathBuf>) -> Result<RootCertStore, StoreError> {
    let mut roots = RootCertStore::empty();
    let Some(file) = file else {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        return Ok(roots);
    };
    let unreadable = |why: &dyn std::fmt::Display| wrong(format!("{}: {why}", file.display()));
    for certificate in CertificateDer::pem_file_iter(&file).map_err(|error| unreadable(&error))? {
        let certificate = certificate.map_err(|error| unreadable(&error))?;
        roots.add(certificate).map_err(|error| unreadable(&error))?;
    }
    if roots.is_empty() { Err(unreadable(&"no certificate")) } else { Ok(roots) }
}

fn client(roots: Option<RootCertStore>) -> Result<MakeRustlsConnect, StoreError> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong(error.to_string()))?;
    let config = if let Some(roots) = roots {
        builder.with_root_certificates(roots).with_no_client_auth()
    } else {
        let anyone = Arc::new(Anyone(provider));
        builder.dangerous().with_custom_certificate_verifier(anyone).with_no_client_auth()
    };
    Ok(MakeRustlsConnect::new(config))
}

/// Takes any certificate, so long as whoever shows it has its key.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_whether_the_way_is_encrypted() {
        let mode = |query: &str| {
            Road::read(&format!("postgres://hub@db/passerelle{query}"))
                .map(|road| (road.config.get_ssl_mode(), road.tls.is_some()))
        };
        assert_eq!(mode("").unwrap(), (SslMode::Prefer, true));
        assert_eq!(mode("?sslmode=disable").unwrap(), (SslMode::Disable, false));
        assert_eq!(mode("?application_name=a&sslmode=require").unwrap(), (SslMode::Require, true));
        assert_eq!(mode("?sslmode=verify-full").unwrap(), (SslMode::Require, true));
        for (wrong, said) in [
            ("?sslmode=sometimes", "sslmode=sometimes"),
            ("?sslmode=verify-full&sslrootcert=%2Fnowhere%2Froot.pem", "/nowhere/root.pem"),
            ("?sslmodes=require", "not an address"),
        ] {
            assert!(mode(wrong).unwrap_err().to_string().contains(said), "{wrong}");
        }
        let road = Road::read("postgres://hub@db/x?sslmode=disable&options=-csearch_path%3Dteam").unwrap();
        assert_eq!(road.config.get_options(), Some("-csearch_path=team"), "what else it says is kept");
    }
}
