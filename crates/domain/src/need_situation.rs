//! The situations of each theme of the assessment: what exactly stands in the way, in the words of the field.

use crate::assessment::Theme;
use crate::word::words;

words! {
    /// What may stand in the way within one theme. Chosen by the worker with the person, never guessed.
    NeedSituation {
        NoRoof = "no_roof", HostedUnsure = "hosted_unsure", LeavingHome = "leaving_home",
        UnfitHome = "unfit_home", RentLate = "rent_late", OwnHomeWanted = "own_home_wanted",
        NoTransport = "no_transport", NoLicence = "no_licence", FareTooDear = "fare_too_dear",
        TooFar = "too_far", TravelAlone = "travel_alone",
        NoDoctor = "no_doctor", NoHealthCover = "no_health_cover", CarePutOff = "care_put_off",
        LowSpirits = "low_spirits", Addiction = "addiction", Disability = "disability",
        NoIncome = "no_income", IncomeUnsteady = "income_unsteady", Debts = "debts",
        NoBankAccount = "no_bank_account", MealsSkipped = "meals_skipped",
        NoIdentityPapers = "no_identity_papers", ResidencePermit = "residence_permit",
        NoPostalAddress = "no_postal_address", RightsNotClaimed = "rights_not_claimed",
        JusticeMatter = "justice_matter",
        FamilyBroken = "family_broken", CaresForRelative = "cares_for_relative",
        ChildWithoutCare = "child_without_care", UnsafeAtHome = "unsafe_at_home", Isolated = "isolated",
        SpeakingFrench = "speaking_french", ReadingFrench = "reading_french",
        WritingFrench = "writing_french", NeverSchooled = "never_schooled",
        NoComputer = "no_computer", NoInternet = "no_internet", NoEmail = "no_email",
        OnlineForms = "online_forms",
        NeverWorked = "never_worked", NoResume = "no_resume", NoContacts = "no_contacts",
        UndeclaredWork = "undeclared_work", LimitedHours = "limited_hours", GaveUpLooking = "gave_up_looking",
        NoDiploma = "no_diploma", LeftMidYear = "left_mid_year", NoPlaceFound = "no_place_found",
        NoPath = "no_path", AfraidOfSchool = "afraid_of_school", ForeignDiploma = "foreign_diploma",
    }
}

impl NeedSituation {
    /// The one theme under which it is asked.
    pub fn theme(self) -> Theme {
        use NeedSituation as S;
        match self {
            S::NoRoof | S::HostedUnsure | S::LeavingHome | S::UnfitHome | S::RentLate | S::OwnHomeWanted => {
                Theme::Housing
            }
            S::NoTransport | S::NoLicence | S::FareTooDear | S::TooFar | S::TravelAlone => Theme::Mobility,
            S::NoDoctor | S::NoHealthCover | S::CarePutOff | S::LowSpirits | S::Addiction | S::Disability => {
                Theme::Health
            }
            S::NoIncome | S::IncomeUnsteady | S::Debts | S::NoBankAccount | S::MealsSkipped => {
                Theme::Finances
            }
            S::NoIdentityPapers
            | S::ResidencePermit
            | S::NoPostalAddress
            | S::RightsNotClaimed
            | S::JusticeMatter => Theme::Paperwork,
            S::FamilyBroken | S::CaresForRelative | S::ChildWithoutCare | S::UnsafeAtHome | S::Isolated => {
                Theme::Family
            }
            S::SpeakingFrench | S::ReadingFrench | S::WritingFrench | S::NeverSchooled => Theme::French,
            S::NoComputer | S::NoInternet | S::NoEmail | S::OnlineForms => Theme::Digital,
            S::NeverWorked
            | S::NoResume
            | S::NoContacts
            | S::UndeclaredWork
            | S::LimitedHours
            | S::GaveUpLooking => Theme::Work,
            S::NoDiploma
            | S::LeftMidYear
            | S::NoPlaceFound
            | S::NoPath
            | S::AfraidOfSchool
            | S::ForeignDiploma => Theme::Training,
        }
    }

    /// Those of a theme, in the order in which they are asked.
    pub fn of(theme: Theme) -> Vec<NeedSituation> {
        NeedSituation::ALL.iter().copied().filter(|situation| situation.theme() == theme).collect()
    }
}
