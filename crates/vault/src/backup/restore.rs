//! The way back: a backup takes the place of the database, which is set aside and never deleted.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use passerelle_domain::id::Ids;
use rusqlite::{Connection, OpenFlags, params};

use super::{check, failed, single};
use crate::erased::{self, Erased};
use crate::hold::Hold;
use crate::key::secret::VaultKey;
use crate::key::slot::{self, sync};
use crate::migrate::migrate;
use crate::open::{connect, private};
use crate::{Error, FILE, mark, roots, row};

/// The backup while it is made ready.
const READY: &str = "vault.db.restored";

/// What a way back did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Acts in the journal that was taken back.
    pub acts: u32,
    /// Where what stood there before is kept, within the vault's folder; none where nothing stood.
    pub aside: Option<String>,
}

/// A folder that nothing has used.
fn new_aside(dir: &Path) -> Result<(PathBuf, String), Error> {
    for number in 1_u32.. {
        let name = format!("aside-{number}");
        match fs::create_dir(dir.join(&name)) {
            Ok(()) => return Ok((dir.join(&name), name)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
    }
    Err(Error::AlreadyThere)
}

/// Makes the copy another device than the one it was made on, whose numbers may go on elsewhere or were used by acts that
/// are not in it. The acts of the former one stay its own.
pub(crate) fn become_another(tx: &Connection, ids: &mut dyn Ids) -> Result<(), Error> {
    let former = crate::open::own(tx)?;
    let sql = "INSERT OR REPLACE INTO frontier (dev, upto) SELECT dev, n FROM journal
               WHERE id BETWEEN ?1 << 40 AND (?1 + 1 << 40) - 1 ORDER BY id DESC LIMIT 1";
    tx.execute(sql, [former])?;
    // The new device has told nobody yet what it has seen.
    tx.execute("UPDATE frontier SET told = 0", [])?;
    let ix: u32 = tx.query_row("SELECT coalesce(max(ix), 0) + 1 FROM device", [], |line| line.get(0))?;
    tx.execute("INSERT INTO device (ix, id) VALUES (?1, ?2)", params![ix, row::blob(&ids.fresh())])?;
    tx.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('own', ?1)", [ix.to_string()])?;
    // What it knew of the team belongs to the device that it was.
    crate::team::leave_all(tx)?;
    // It is held against no mark of the former device.
    tx.execute("DELETE FROM meta WHERE key IN ('opening', 'floor')", [])?;
    Ok(())
}

fn make_ready(
    from: &Path,
    ready: &Path,
    key: &VaultKey,
    dir: &Path,
    ids: &mut dyn Ids,
    erased: &Erased,
) -> Result<u32, Error> {
    remove_ready(dir)?;
    private(ready)?;
    let mut to = File::options().write(true).open(ready).map_err(failed)?;
    File::open(from).and_then(|mut file| std::io::copy(&mut file, &mut to)).map_err(failed)?;
    drop(to);
    let acts = check(ready, key)?;
    let mut db = connect(ready, key, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    migrate(&mut db)?;
    let tx = db.transaction()?;
    become_another(&tx, ids)?;
    erased::apply(&tx, erased)?;
    tx.commit()?;
    single(&db)?;
    drop(db);
    File::open(ready).and_then(|file| file.sync_all()).map_err(failed)?;
    Ok(acts)
}

/// Whatever bears this name was never a vault.
fn remove_ready(dir: &Path) -> Result<(), Error> {
    for rest in ["", "-wal", "-shm", "-journal"] {
        match fs::remove_file(dir.join(format!("{READY}{rest}"))) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    Ok(())
}

/// Puts a backup in the place of the database of `dir`, whose key is proven. What stood there is set aside. `slots` says
/// that the slot file of the backup takes the place of the one that is there. The vault must be closed; the caller holds
/// the folder. Whoever was erased in this folder since the backup was made is erased from it. Errors: a backup that is damaged, missing or of a newer version, a full disk; the database is then as it was.
pub fn restore(
    dir: &Path,
    _hold: &Hold,
    backup: &Path,
    key: &VaultKey,
    slots: bool,
    ids: &mut dyn Ids,
) -> Result<Restored, Error> {
    let from = backup.join(FILE);
    if !from.exists() {
        return Err(Error::FileMissing);
    }
    let ready = dir.join(READY);
    // Whoever was erased here since the copy was made is erased from it before anybody sees it.
    let erased = erased::read(dir, key);
    let acts = match make_ready(&from, &ready, key, dir, ids, &erased) {
        Ok(acts) => acts,
        Err(error) => {
            // The reason is what is told; a rest that stays is removed at the next try.
            let _ = remove_ready(dir);
            return Err(error);
        }
    };
    let log = |rest: &str| format!("{FILE}{rest}");
    let mut leaving = vec![log("-wal"), log("-shm"), log("-journal")];
    leaving.extend([mark::FILE, roots::FILE].map(str::to_owned));
    if slots {
        leaving.push(slot::FILE.to_owned());
    }
    let there = |name: &str| dir.join(name).exists();
    let anything = there(FILE) || leaving.iter().any(|name| there(name));
    let aside = if anything { Some(new_aside(dir)?) } else { None };
    if let Some((aside, _)) = &aside {
        // A second name first, so that at no moment there is no database; where files have one name only, it moves.
        if there(FILE) && fs::hard_link(dir.join(FILE), aside.join(FILE)).is_err() {
            fs::rename(dir.join(FILE), aside.join(FILE)).map_err(failed)?;
        }
        for name in leaving.iter().filter(|name| there(name)) {
            fs::rename(dir.join(name), aside.join(name)).map_err(failed)?;
        }
        sync(aside).map_err(failed)?;
    }
    if slots {
        let bytes = fs::read(backup.join(slot::FILE)).map_err(failed)?;
        slot::write_durably(dir, slot::FILE, &bytes).map_err(|_| Error::FileMissing)?;
    }
    fs::rename(&ready, dir.join(FILE)).and_then(|()| sync(dir)).map_err(failed)?;
    Ok(Restored { acts, aside: aside.map(|(_, name)| name) })
}
