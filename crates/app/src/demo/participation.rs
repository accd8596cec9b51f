//! Invented consultations of residents, one with an answer that is late, and what young people said of a programme.

use chrono::{Days, NaiveDate};
use passerelle_domain::change::Changes;
use passerelle_domain::consultation::follow_up::{self, FollowUpDraft};
use passerelle_domain::consultation::proposal::{
    self, AnswerKind, InstitutionAnswer, Opinions, ProposalDraft, ProposalTheme,
};
use passerelle_domain::consultation::{self, ConsultationDraft, ConsultationKind, Present};
use passerelle_domain::feedback::{self, FeedbackAnswer, Helped, Recommend};
use passerelle_domain::id::{ConsultationId, Ids, ProgrammeId, ProposalId, WorkerId};
use passerelle_domain::moment::Now;
use passerelle_domain::person::mark_demo;

use crate::Problem;

/// What is proposed, its theme, for, against, without opinion.
type Proposed = (&'static str, ProposalTheme, [u16; 3]);

struct Held {
    kind: ConsultationKind,
    question: &'static str,
    days_ago: u64,
    place: &'static str,
    qpv: &'static str,
    present: Present,
    proposals: &'static [Proposed],
}

const NOBODY_COUNTED: Present = Present {
    total: None,
    residents: None,
    local_actors: None,
    young: None,
    other_college: None,
    under_16: None,
    from_16_to_25: None,
    from_26_to_64: None,
    from_65: None,
    women: None,
    men: None,
    other_sex: None,
};

const HELD: &[Held] = &[
    Held {
        kind: ConsultationKind::CitizenCouncil,
        question: "Que manque-t-il aux jeunes du quartier après 18 h ?",
        days_ago: 100,
        place: "Centre social du Canal (inventé), Creil",
        qpv: "QN06091N",
        present: Present {
            total: Some(23),
            residents: Some(16),
            local_actors: Some(7),
            young: Some(9),
            under_16: Some(3),
            from_16_to_25: Some(9),
            from_26_to_64: Some(8),
            from_65: Some(3),
            women: Some(13),
            men: Some(10),
            ..NOBODY_COUNTED
        },
        proposals: &[
            ("Ouvrir le gymnase jusqu’à 22 h, deux soirs par semaine", ProposalTheme::Youth, [19, 1, 3]),
            ("Un bus après 21 h vers la gare", ProposalTheme::Transport, [21, 0, 2]),
            ("Un local tenu par les jeunes eux-mêmes", ProposalTheme::Culture, [11, 6, 6]),
        ],
    },
    Held {
        kind: ConsultationKind::YouthPanel,
        question: "Qu’est-ce qui vous ferait pousser la porte d’un CFA ?",
        days_ago: 48,
        place: "Médiathèque, Roubaix",
        qpv: "QN05991N",
        present: Present {
            total: Some(12),
            young: Some(12),
            under_16: Some(2),
            from_16_to_25: Some(10),
            women: Some(5),
            men: Some(7),
            ..NOBODY_COUNTED
        },
        proposals: &[
            ("Essayer un métier une journée, sans inscription", ProposalTheme::Training, [12, 0, 0]),
            ("Rencontrer des apprentis du quartier", ProposalTheme::Training, [10, 0, 2]),
        ],
    },
    Held {
        kind: ConsultationKind::Survey,
        question: "Où cherchez-vous de l’aide pour vos démarches ?",
        days_ago: 20,
        place: "",
        qpv: "QN06291N",
        present: Present { total: Some(64), women: Some(37), men: Some(27), ..NOBODY_COUNTED },
        proposals: &[("Une permanence le samedi matin au marché", ProposalTheme::Rights, [41, 4, 19])],
    },
];

const SAID: &[(Helped, Recommend, &str)] = &[
    (Helped::Yes, Recommend::Yes, "On m’a laissé le temps de choisir."),
    (Helped::Yes, Recommend::Yes, ""),
    (Helped::Partly, Recommend::Yes, "Bien, mais trop loin en bus."),
    (Helped::Yes, Recommend::Yes, "Les formateurs répondent quand on les appelle."),
    (Helped::No, Recommend::No, "Je pensais toucher plus à la pratique."),
];

struct Writing<'a> {
    worker: WorkerId,
    now: Now,
    ids: &'a mut dyn Ids,
    acts: Vec<Changes>,
}

impl Writing<'_> {
    fn ago(&self, days: u64) -> NaiveDate {
        self.now.today.checked_sub_days(Days::new(days)).unwrap_or(self.now.today)
    }

    fn hold(&mut self, held: &Held) -> Result<(ConsultationId, Vec<ProposalId>), Problem> {
        let draft = ConsultationDraft {
            kind: held.kind,
            question: held.question.to_owned(),
            held_on: self.ago(held.days_ago),
            place: held.place.to_owned(),
            qpvs: vec![held.qpv.to_owned()],
            present: held.present,
            note: String::new(),
            answer_due_on: None,
        };
        let (id, mut changes) = consultation::add(&draft, self.worker, self.now, self.ids)?;
        mark_demo(&mut changes);
        self.acts.push(changes);
        let mut proposed = Vec::new();
        for (what, theme, [in_favour, against, no_opinion]) in held.proposals {
            let opinions = Opinions {
                in_favour: Some(*in_favour),
                against: Some(*against),
                no_opinion: Some(*no_opinion),
            };
            let draft = ProposalDraft { what: (*what).to_owned(), theme: Some(*theme), opinions };
            let (proposal, changes) = proposal::add(id, &draft, self.worker, self.now, self.ids)?;
            self.acts.push(changes);
            proposed.push(proposal);
        }
        Ok((id, proposed))
    }

    fn answer(&mut self, to: ProposalId, held_ago: u64, answer: InstitutionAnswer) -> Result<(), Problem> {
        let held_on = self.ago(held_ago);
        self.acts.push(proposal::answer(to, held_on, None, &answer, self.now)?);
        Ok(())
    }

    fn follow(&mut self, of: ConsultationId, draft: &FollowUpDraft) -> Result<(), Problem> {
        self.acts.push(follow_up::add(of, draft, self.worker, self.now, self.ids)?.1);
        Ok(())
    }
}

fn said(kind: AnswerKind, by: &str, on: NaiveDate, reason: &str, follows: &str) -> InstitutionAnswer {
    InstitutionAnswer {
        kind,
        by: by.to_owned(),
        on,
        reason: reason.to_owned(),
        follows: follows.to_owned(),
        due_on: None,
    }
}

fn consultations(writing: &mut Writing<'_>) -> Result<(), Problem> {
    for held in HELD {
        let (of, proposed) = writing.hold(held)?;
        match (held.kind, proposed.as_slice()) {
            // The bus is still without an answer, long after the day.
            (ConsultationKind::CitizenCouncil, [gymnasium, _, club]) => {
                let town = "Ville de Creil (réponse inventée)";
                let opened = "Ouverture à l’essai pendant un trimestre.";
                let yes = said(AnswerKind::Accepted, town, writing.ago(55), "", opened);
                writing.answer(*gymnasium, held.days_ago, yes)?;
                let reason = "Aucun local communal n’est libre cette année.";
                let no = said(AnswerKind::Refused, town, writing.ago(55), reason, "");
                writing.answer(*club, held.days_ago, no)?;
                let on = writing.ago(30);
                let what = "Premier soir d’ouverture : 31 jeunes".to_owned();
                writing.follow(of, &FollowUpDraft { proposal: Some(*gymnasium), on, what, done: true })?;
            }
            (ConsultationKind::YouthPanel, [trial, _]) => {
                let by = "Région (réponse inventée)";
                let reason = "Le coût de l’assurance est étudié.";
                let study = said(AnswerKind::UnderStudy, by, writing.ago(12), reason, "");
                writing.answer(*trial, held.days_ago, study)?;
                let on = writing.now.today.checked_add_days(Days::new(9)).unwrap_or(writing.now.today);
                let what = "Rendre compte au groupe de jeunes".to_owned();
                writing.follow(of, &FollowUpDraft { proposal: None, on, what, done: false })?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The acts that write consultations, and five answers about a programme.
pub(super) fn invent(
    programme: Option<ProgrammeId>,
    worker: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<Vec<Changes>, Problem> {
    let mut writing = Writing { worker, now, ids, acts: Vec::new() };
    consultations(&mut writing)?;
    let answer = |(helped, recommend, words): &(Helped, Recommend, &str)| FeedbackAnswer {
        helped: *helped,
        recommend: *recommend,
        words: (*words).to_owned(),
    };
    let answers: Vec<FeedbackAnswer> = SAID.iter().map(answer).collect();
    let Writing { ids, mut acts, .. } = writing;
    for mut changes in programme.map_or_else(Vec::new, |of| feedback::release(of, &answers, now.today, ids)) {
        mark_demo(&mut changes);
        acts.push(changes);
    }
    Ok(acts)
}
