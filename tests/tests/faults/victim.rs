//! The victim: started on a folder, read line by line, and its vault looked through afterwards.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use passerelle_tests::Trouble;
use passerelle_tests::faults::{given, key, names};
use passerelle_vault::Vault;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_victim");

pub struct Victim {
    pub child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Victim {
    pub fn start(mut command: Command) -> Victim {
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Victim { child, lines }
    }

    pub fn run(arguments: &[&str]) -> Victim {
        let mut command = Command::new(PROGRAM);
        command.args(arguments);
        Victim::start(command)
    }

    /// What it says next; none once it has ended.
    pub fn hears(&mut self) -> Option<String> {
        self.lines.next()?.ok()
    }

    /// Hears nothing more, and waits for its end.
    pub fn deaf(self) {
        let Victim { mut child, lines } = self;
        drop(lines);
        child.wait().unwrap();
    }

    pub fn kill(mut self) -> Vec<u32> {
        self.child.kill().unwrap();
        let said: Vec<String> = std::iter::from_fn(|| self.hears()).collect();
        self.child.wait().unwrap();
        said.iter().filter_map(|line| acknowledged(line)).collect()
    }

    /// All that it acknowledged until its own end.
    pub fn ends(mut self) -> Vec<u32> {
        let said: Vec<String> = std::iter::from_fn(|| self.hears()).collect();
        self.child.wait().unwrap();
        said.iter().filter_map(|line| acknowledged(line)).collect()
    }
}

/// The number of a person that was acknowledged.
pub fn acknowledged(line: &str) -> Option<u32> {
    line.strip_prefix("yes ")?.parse().ok()
}

/// What a look into the vault found.
pub struct Held {
    /// Those that were acknowledged and are not there.
    pub gone: Vec<u32>,
    /// What is said to be wrong: by the mark, by the page checks, by the journal against the tables.
    pub alarms: Vec<String>,
}

/// Opens the vault, and holds what is there against what was acknowledged: all that a verification does.
pub fn held(dir: &Path, code: &str, acknowledged: &[u32]) -> Result<Held, Trouble> {
    let vault = Vault::open(dir, &key(dir, code)?)?;
    let mut alarms: Vec<String> = vault.loss()?.into_iter().map(|loss| format!("{loss:?}")).collect();
    let there: BTreeSet<String> = names(&vault)?.into_iter().collect();
    let gone = acknowledged.iter().copied().filter(|number| !there.contains(&given(*number))).collect();
    let report = vault.verify()?;
    alarms.extend((!report.sound).then(|| format!("{report:?}")));
    Ok(Held { gone, alarms })
}

/// The same where only one answer will do: nothing is missing, and nothing is said to be.
pub fn assert_holds(dir: &Path, code: &str, acknowledged: &[u32], when: &str) {
    let held = held(dir, code, acknowledged).unwrap_or_else(|error| panic!("{when}: {error}"));
    assert_eq!(held.gone, Vec::<u32>::new(), "{when}: acknowledged and gone");
    assert_eq!(held.alarms, Vec::<String>::new(), "{when}");
}

/// How many rounds, unless the variable asks for more.
pub fn rounds(variable: &str, usual: u32) -> u32 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Numbers that are the same in each run, for places and moments.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
