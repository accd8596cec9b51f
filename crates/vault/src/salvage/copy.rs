//! The copy of a damaged database that is read in its stead. Where the file ends early it is as long as it was: SQLite reads
//! nothing of a file that is too short, and no page of the rest passes its authentication.

use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::frame::PAGE;
use crate::{Error, FILE};

/// What stands before the first page of a log, and before each.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
const PAGE_BYTES: usize = 4_096;
/// No log makes a file so much longer than both of them are: what says so is damaged.
const FURTHEST: u64 = 64;

fn failed(error: std::io::Error) -> Error {
    Error::from_file(&error)
}

/// Fills a buffer; false where the file ends before.
fn next(file: &mut impl Read, buffer: &mut [u8]) -> Result<bool, Error> {
    match file.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

/// How many pages the database had after the last act in its log; 0 where the log does not say.
fn pages_by_log(log: &Path) -> Result<u64, Error> {
    let mut file = BufReader::new(File::open(log).map_err(failed)?);
    let mut header = [0; LOG_HEADER];
    if !next(&mut file, &mut header)? {
        return Ok(0);
    }
    let salts = header.get(16..24);
    let (mut frame, mut pages) = ([0; FRAME_HEADER + PAGE_BYTES], 0);
    while next(&mut file, &mut frame)? {
        // Of the same writing of the log: what an earlier one left behind it has other salts.
        let [_, _, _, _, a, b, c, d, ..] = frame;
        let of = u32::from_be_bytes([a, b, c, d]);
        if of > 0 && frame.get(8..16) == salts {
            pages = u64::from(of);
        }
    }
    Ok(pages)
}

/// Copies the database of a folder and its log into another, to be read there. Returns the copy.
pub(crate) fn copy_damaged(from: &Path, into: &Path) -> Result<PathBuf, Error> {
    fs::create_dir_all(into).map_err(failed)?;
    for rest in ["", "-wal"] {
        let name = format!("{FILE}{rest}");
        if from.join(&name).exists() {
            fs::copy(from.join(&name), into.join(&name)).map_err(failed)?;
        }
    }
    let (copy, log) = (into.join(FILE), into.join(format!("{FILE}-wal")));
    let pages = fs::metadata(&copy).map_err(failed)?.len().div_ceil(PAGE);
    let mut whole = pages;
    if log.exists() {
        let frames = fs::metadata(&log).map_err(failed)?.len().div_ceil(PAGE);
        whole = pages_by_log(&log)?.clamp(pages, (pages + frames).saturating_mul(FURTHEST).max(pages));
    }
    let file = OpenOptions::new().write(true).open(&copy).map_err(failed)?;
    file.set_len(whole * PAGE).map_err(failed)?;
    Ok(copy)
}
